package dev.sluice.middlewares.trace;

import java.io.IOException;

/** Lines of at most 16 KiB: a longer one is written again with its texts cut and without the fields that were asked for. */
record BoundedLines(LineFormat format, UrlSecrets secrets) implements LineFormat {
    static final int LONGEST = 16 << 10;

    @Override
    public void append(TraceRecord trace, LineBuffer out) throws IOException {
        int start = out.size();
        format.append(trace, out);
        if (out.size() - start > LONGEST) {
            out.truncate(start);
            format.append(trace.shortened(secrets), out);
        }
    }
}
