package dev.sluice.middlewares.trace;

import dev.sluice.core.RequestHead;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** The Common and Combined Log Formats. Escapes as Apache httpd does: {@code \"}, {@code \\} and {@code \xhh}. */
record AccessLogLines(boolean combined, UrlSecrets urls) implements LineFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final HexFormat HEX = HexFormat.of();
    private static final int DELETE = 0x7f;

    @Override
    public void append(TraceRecord trace, LineBuffer out) {
        RequestHead head = trace.head();
        long bytes = trace.answered().bytesSent();
        out.text(trace.client());
        out.text(" - - [");
        out.text(TIME.format(trace.started()));
        out.text("] ");
        quote(head.method() + " " + urls.hidden(head.target()) + " " + head.version(), out);
        out.text(" " + trace.answered().status().code() + " " + (bytes == 0 ? "-" : bytes));
        if (combined) {
            out.text(" ");
            quote(urls.hidden(trace.fields().first("Referer").orElse("-")), out);
            out.text(" ");
            quote(trace.fields().first("User-Agent").orElse("-"), out);
        }
    }

    private static void quote(String text, LineBuffer out) {
        out.write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.write('\\');
                out.write(c);
            } else if (c < ' ' || c >= DELETE) {
                out.text("\\x" + HEX.toHexDigits((byte) c));
            } else {
                out.write(c);
            }
        }
        out.write('"');
    }
}
