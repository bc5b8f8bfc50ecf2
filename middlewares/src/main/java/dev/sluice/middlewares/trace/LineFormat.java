package dev.sluice.middlewares.trace;

import java.io.IOException;

/** Makes a line of a record. For one thread. */
@FunctionalInterface
interface LineFormat {
    /** Adds one line, without its line feed, in ASCII and without control characters. */
    void append(TraceRecord trace, LineBuffer out) throws IOException;

    static LineFormat of(TraceOptions options) {
        FieldCapture request = new FieldCapture(options.requestHeaders(), options.secrets());
        FieldCapture response = new FieldCapture(options.responseHeaders(), options.secrets());
        return switch (options.format()) {
            case JSON -> new JsonLines(new FullLayout(request, response));
            case OXY -> new JsonLines(new OxyLayout(request, response));
            case COMMON -> new AccessLogLines(false);
            case COMBINED -> new AccessLogLines(true);
        };
    }
}
