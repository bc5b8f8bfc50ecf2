package dev.sluice.middlewares.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.peer.Peer.TlsSession;
import java.io.IOException;

/** The members that oxy's {@code trace} writes, in its order. */
record OxyLayout(FieldCapture request, FieldCapture response, UrlSecrets urls) implements JsonLines.Layout {
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public void write(TraceRecord trace, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("request");
        json.writeStringField("method", trace.head().method());
        json.writeNumberField("body_bytes", announcedLength(trace));
        json.writeStringField("url", urls.hidden(trace.head().target()));
        request.write("headers", trace.fields(), json);
        if (trace.peer().tls().isPresent()) {
            writeTls(trace.peer().tls().get(), json);
        }
        json.writeEndObject();

        json.writeObjectFieldStart("response");
        json.writeNumberField("code", trace.answered().status().code());
        json.writeNumberField("roundtrip", trace.nanos() / NANOS_PER_MILLI);
        response.write("headers", trace.answered().fields(), json);
        json.writeNumberField("body_bytes", trace.answered().bytesSent());
        json.writeEndObject();
    }

    private static long announcedLength(TraceRecord trace) {
        return Math.max(0, trace.fields().number("Content-Length"));
    }

    private static void writeTls(TlsSession tls, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tls");
        json.writeStringField("version", tls.version().replace("v", "").replace(".", ""));
        json.writeBooleanField("resume", false); // whether a session was resumed: the JDK does not tell
        json.writeStringField("cipher_suite", tls.cipherSuite());
        json.writeStringField("server", tls.serverName());
        json.writeEndObject();
    }
}
