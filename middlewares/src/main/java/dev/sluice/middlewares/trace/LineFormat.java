package dev.sluice.middlewares.trace;

import java.io.IOException;

/** Turns the record of an exchange into a line of text. Not thread-safe. */
@FunctionalInterface
interface LineFormat {
    /** Adds one line, without its line feed, in ASCII and without control characters. */
    void append(TraceRecord trace, LineBuffer out) throws IOException;

    static LineFormat of(TraceOptions options) {
        UrlSecrets urls = new UrlSecrets(options.secretParameters());
        FieldCapture request = new FieldCapture(options.requestHeaders(), options.secrets(), urls);
        FieldCapture response = new FieldCapture(options.responseHeaders(), options.secrets(), urls);
        LineFormat format = switch (options.format()) {
            case JSON -> new JsonLines(new FullLayout(request, response, urls));
            case OXY -> new JsonLines(new OxyLayout(request, response, urls));
            case ECS -> new JsonLines(new EcsLayout(request, response, urls));
            case LOGFMT -> new LogfmtLines(request, response, urls);
            case COMMON -> new AccessLogLines(false, urls);
            case COMBINED -> new AccessLogLines(true, urls);
        };
        return new BoundedLines(format, urls);
    }
}
