package dev.sluice.middlewares.trace;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Provenance;
import dev.sluice.core.Provenance.Timings;
import dev.sluice.core.peer.Peer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code key=value} pairs, those without a value left out. A value with a space, a quote, an equals sign or anything else
 * that is not printable ASCII is quoted, with the escapes of JSON.
 */
record LogfmtLines(FieldCapture request, FieldCapture response, UrlSecrets urls) implements LineFormat {
    private static final HexFormat HEX = HexFormat.of();
    private static final int DELETE = 0x7f;

    @Override
    public void append(TraceRecord trace, LineBuffer out) {
        out.text("time=" + trace.started());
        writeRequest(trace, out);
        writeAnswer(trace.answered(), out);
        writeTimings(trace.answered().provenance().timings(), trace.nanos(), out);
        pair("request_id", trace.fields().first("X-Request-Id").orElse(""), out);
        pair("trace_id", trace.asked().ids().trace(), out);
        pair("span_id", trace.asked().ids().span(), out);
        writeFields("request_headers.", request, trace.fields(), out);
        writeFields("response_headers.", response, trace.answered().fields(), out);
        if (trace.shortened()) {
            pair("shortened", "true", out);
        }
    }

    private void writeRequest(TraceRecord trace, LineBuffer out) {
        pair("client", trace.client(), out);
        if (!trace.peer().host().equals(trace.client())) {
            pair("peer", trace.peer().host(), out);
        }
        pair("method", trace.head().method(), out);
        pair("target", urls.hidden(trace.head().target()), out);
        pair("host", trace.fields().first("Host").orElse(""), out);
        pair("version", trace.head().version().toString(), out);
        pair("tls", trace.peer().tls().map(Peer.TlsSession::version).orElse(""), out);
        pair("cipher", trace.peer().tls().map(Peer.TlsSession::cipherSuite).orElse(""), out);
    }

    private static void writeAnswer(TraceRecord.Answered answered, LineBuffer out) {
        Provenance provenance = answered.provenance();
        pair("status", String.valueOf(answered.status().code()), out);
        answered.grpcStatus().ifPresent(status -> pair("grpc_status", String.valueOf(status), out));
        pair("reason", provenance.reason(), out);
        pair("route", provenance.route(), out);
        pair("step", provenance.step(), out);
        pair("upstream", provenance.upstream().map(Object::toString).orElse(""), out);
        pair("upstream_version", provenance.protocol().map(Object::toString).orElse(""), out);
        pair("attempts", String.valueOf(provenance.attempts()), out);
        pair("bytes_in", String.valueOf(answered.bytesReceived()), out);
        pair("bytes_out", String.valueOf(answered.bytesSent()), out);
        pair("ending", answered.ending().name().toLowerCase(Locale.ROOT), out);
        pair("failure", answered.failure().map(Failure::reason).orElse(""), out);
        pair("detail", answered.failure().map(Parts::detail).orElse(""), out);
        pair("tried", provenance.tried().stream().map(LogfmtLines::text).collect(Collectors.joining(", ")), out);
    }

    /** Where an attempt went, and its failure, or its status if the upstream answered. */
    private static String text(Provenance.Tried attempt) {
        String where = attempt.upstream().map(Object::toString).orElse("-");
        return TraceRecord.cut(where, Parts.LONGEST_DETAIL) + " "
                + attempt.failure().map(Failure::reason).orElse(String.valueOf(attempt.status()));
    }

    private static void writeTimings(Timings timings, long total, LineBuffer out) {
        if (!timings.equals(Timings.NONE)) {
            pair("queue_ms", String.valueOf(Parts.millis(timings.queue())), out);
            pair("connect_ms", String.valueOf(Parts.millis(timings.connect())), out);
            pair("first_byte_ms", String.valueOf(Parts.millis(timings.firstByte())), out);
        }
        pair("total_ms", String.valueOf(Parts.millis(total)), out);
    }

    private static void writeFields(String prefix, FieldCapture capture, Fields fields, LineBuffer out) {
        for (String name : capture.names()) {
            pair(prefix + name, String.join(", ", capture.values(name, fields)), out);
        }
    }

    private static void pair(String key, String value, LineBuffer out) {
        if (value.isEmpty()) {
            return;
        }
        out.write(' ');
        out.text(key);
        out.write('=');
        if (value.chars().allMatch(LogfmtLines::isPlain)) {
            out.text(value);
        } else {
            quote(value, out);
        }
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < DELETE && c != '"' && c != '=' && c != '\\';
    }

    private static void quote(String text, LineBuffer out) {
        out.write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.write('\\');
                out.write(c);
            } else if (c < ' ' || c >= DELETE) {
                out.text("\\u" + HEX.toHexDigits(c));
            } else {
                out.write(c);
            }
        }
        out.write('"');
    }
}
