package dev.sluice.middlewares.trace;

import static dev.sluice.middlewares.trace.Parts.millis;
import static dev.sluice.middlewares.trace.Parts.writeIfAny;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.Failure;
import dev.sluice.core.Provenance;
import dev.sluice.core.Provenance.Timings;
import dev.sluice.core.peer.Peer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** All that is known of an exchange; members without a value are left out. */
record FullLayout(FieldCapture request, FieldCapture response, UrlSecrets urls) implements JsonLines.Layout {
    @Override
    public void write(TraceRecord trace, JsonGenerator json) throws IOException {
        writeRequest(trace, json);
        writeAnswer(trace.answered(), json);
        writeTimings(trace.answered().provenance().timings(), trace.nanos(), json);
        writeIfAny("request_id", trace.fields().first("X-Request-Id"), json);
        writeIfAny("trace_id", trace.asked().ids().trace(), json);
        writeIfAny("span_id", trace.asked().ids().span(), json);
        request.write("request_headers", trace.fields(), json);
        response.write("response_headers", trace.answered().fields(), json);
        if (trace.shortened()) {
            json.writeBooleanField("shortened", true);
        }
    }

    private void writeRequest(TraceRecord trace, JsonGenerator json) throws IOException {
        json.writeStringField("time", trace.started().toString());
        json.writeStringField("client", trace.client());
        if (!trace.peer().host().equals(trace.client())) {
            json.writeStringField("peer", trace.peer().host());
        }
        json.writeStringField("method", trace.head().method());
        json.writeStringField("target", urls.hidden(trace.head().target()));
        writeIfAny("host", trace.fields().first("Host"), json);
        json.writeStringField("version", trace.head().version().toString());
        writeIfAny("tls", trace.peer().tls().map(Peer.TlsSession::version), json);
        writeIfAny("cipher", trace.peer().tls().map(Peer.TlsSession::cipherSuite), json);
    }

    private static void writeAnswer(TraceRecord.Answered answered, JsonGenerator json) throws IOException {
        Provenance provenance = answered.provenance();
        json.writeNumberField("status", answered.status().code());
        if (answered.grpcStatus().isPresent()) {
            json.writeNumberField("grpc_status", answered.grpcStatus().getAsInt());
        }
        writeIfAny("reason", provenance.reason(), json);
        writeIfAny("route", provenance.route(), json);
        writeIfAny("step", provenance.step(), json);
        writeIfAny("upstream", provenance.upstream().map(Object::toString), json);
        writeIfAny("upstream_version", provenance.protocol().map(Object::toString), json);
        json.writeNumberField("attempts", provenance.attempts());
        json.writeNumberField("bytes_in", answered.bytesReceived());
        json.writeNumberField("bytes_out", answered.bytesSent());
        json.writeStringField("ending", answered.ending().name().toLowerCase(Locale.ROOT));
        writeIfAny("failure", answered.failure().map(Failure::reason), json);
        writeIfAny("detail", answered.failure().map(Parts::detail), json);
        writeTried(provenance.tried(), json);
    }

    /** The attempts before the last one: where they went, and what they came back with. */
    static void writeTried(List<Provenance.Tried> tried, JsonGenerator json) throws IOException {
        if (tried.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tried");
        for (Provenance.Tried attempt : tried) {
            json.writeStartObject();
            writeIfAny(
                    "upstream",
                    attempt.upstream().map(Object::toString).map(text -> TraceRecord.cut(text, Parts.LONGEST_DETAIL)),
                    json);
            json.writeNumberField("status", attempt.status());
            writeIfAny("failure", attempt.failure().map(Failure::reason), json);
            writeIfAny("detail", attempt.failure().map(Parts::detail), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void writeTimings(Timings timings, long total, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("ms");
        if (!timings.equals(Timings.NONE)) {
            json.writeNumberField("queue", millis(timings.queue()));
            json.writeNumberField("connect", millis(timings.connect()));
            json.writeNumberField("first_byte", millis(timings.firstByte()));
        }
        json.writeNumberField("total", millis(total));
        json.writeEndObject();
    }
}
