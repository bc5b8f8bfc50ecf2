package dev.sluice.middlewares.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.Failure;
import dev.sluice.core.Provenance;
import dev.sluice.core.Provenance.Timings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that is known of an exchange; members without a value are left out. */
record FullLayout(FieldCapture request, FieldCapture response, UrlSecrets urls) implements JsonLines.Layout {
    /** W3C Trace Context §3.2: version, trace id, parent id, flags. */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    private static final int LONGEST_DETAIL = 300;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    @Override
    public void write(TraceRecord trace, JsonGenerator json) throws IOException {
        writeRequest(trace, json);
        writeAnswer(trace.answered(), json);
        writeTimings(trace.answered().provenance().timings(), trace.nanos(), json);
        writeIds(trace, json);
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
        writeIfAny("tls", trace.peer().tls().map(tls -> tls.version()), json);
    }

    private static void writeAnswer(TraceRecord.Answered answered, JsonGenerator json) throws IOException {
        Provenance provenance = answered.provenance();
        json.writeNumberField("status", answered.status().code());
        writeIfAny("reason", Optional.of(provenance.reason()), json);
        writeIfAny("route", Optional.of(provenance.route()), json);
        writeIfAny("upstream", provenance.upstream().map(Object::toString), json);
        json.writeNumberField("attempts", provenance.attempts());
        json.writeNumberField("bytes_in", answered.bytesReceived());
        json.writeNumberField("bytes_out", answered.bytesSent());
        json.writeStringField("ending", answered.ending().name().toLowerCase(Locale.ROOT));
        writeIfAny("failure", answered.failure().map(Failure::reason), json);
        writeIfAny("detail", answered.failure().map(FullLayout::shortDetail), json);
        writeTried(provenance.tried(), json);
    }

    /** The attempts before the last one: where they went, and what they came back with. */
    private static void writeTried(List<Provenance.Tried> tried, JsonGenerator json) throws IOException {
        if (tried.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tried");
        for (Provenance.Tried attempt : tried) {
            json.writeStartObject();
            writeIfAny(
                    "upstream",
                    attempt.upstream().map(Object::toString).map(text -> TraceRecord.cut(text, LONGEST_DETAIL)),
                    json);
            json.writeNumberField("status", attempt.status());
            writeIfAny("failure", attempt.failure().map(Failure::reason), json);
            writeIfAny("detail", attempt.failure().map(FullLayout::shortDetail), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String shortDetail(Failure failure) {
        return TraceRecord.cut(detail(failure), LONGEST_DETAIL);
    }

    private static String detail(Failure failure) {
        return switch (failure) {
            case Failure.ConnectFailed connect -> connect.detail();
            case Failure.UpstreamBroken broken -> broken.detail();
            case Failure.ClientBroken broken -> broken.detail();
            case Failure.NoUpstream none -> none.detail();
            case Failure.Overloaded overloaded -> overloaded.detail();
            case Failure.BodyTooLarge tooLarge -> "limit " + tooLarge.limit();
            case Failure.TimedOut timedOut -> "sent " + timedOut.sent();
            case Failure.ClientGone gone -> "sent " + gone.sent();
        };
    }

    private static void writeTimings(Timings timings, long total, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("ms");
        if (!timings.equals(Timings.NONE)) {
            json.writeNumberField("queue", millis(timings.queue()));
            json.writeNumberField("connect", millis(timings.connect()));
            json.writeNumberField("first_byte", millis(timings.firstByte()));
        }
        json.writeNumberField("total", millis(total));
        json.writeEndObject();
    }

    private static double millis(long nanos) {
        long micros = nanos / NANOS_PER_MICRO;
        return micros / MICROS_PER_MILLI;
    }

    private static void writeIds(TraceRecord trace, JsonGenerator json) throws IOException {
        writeIfAny("request_id", trace.fields().first("X-Request-Id"), json);
        writeIfAny(
                "trace_id",
                trace.fields()
                        .first("traceparent")
                        .map(TRACEPARENT::matcher)
                        .filter(Matcher::matches)
                        .map(parsed -> parsed.group(1)),
                json);
    }

    private static void writeIfAny(String member, Optional<String> value, JsonGenerator json) throws IOException {
        if (value.isPresent() && !value.get().isEmpty()) {
            json.writeStringField(member, value.get());
        }
    }
}
