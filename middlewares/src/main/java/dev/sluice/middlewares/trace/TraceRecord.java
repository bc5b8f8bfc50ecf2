package dev.sluice.middlewares.trace;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Grpc;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.trace.TraceContext;
import io.helidon.http.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is kept of an exchange until its line is written: heads and numbers, never a body. */
record TraceRecord(Asked asked, Answered answered, Instant started, long nanos, boolean shortened) {
    /** The names of the fields that some formats show without being asked to. */
    static final List<String> SHOWN =
            List.of("Host", "X-Request-Id", "traceparent", "Content-Length", "Referer", "User-Agent");

    /** Bytes of the objects of a record, without its texts and fields. */
    private static final long OBJECTS = 400;

    /** Bytes of the record of one earlier attempt. */
    private static final long TRIED = 500;

    private static final int SERVER_ERROR = 500;
    private static final int SHORT_METHOD = 32;
    private static final int SHORT_TARGET = 1_000;
    private static final int SHORT_FIELD = 200;

    /** The request, as the client sent it. */
    record Asked(RequestHead head, Peer peer, String client, Ids ids, long receivedAt) {
        static Asked by(Request request) {
            return new Asked(
                    request.head(),
                    request.client().peer(),
                    request.client().origin().text(),
                    Ids.of(request),
                    request.receivedAt());
        }
    }

    /**
     * The place of the exchange in a distributed trace.
     *
     * @param trace empty if the request belongs to none
     * @param span the gateway's own span; empty with tracing off, since that of the client is another exchange
     */
    record Ids(String trace, String span) {
        static Ids of(Request request) {
            String span = request.attributes()
                    .get(TraceContext.KEY)
                    .map(TraceContext::spanId)
                    .orElse("");
            return new Ids(TraceContext.of(request).map(TraceContext::traceId).orElse(""), span);
        }
    }

    /** The response, and how the exchange ended. */
    record Answered(
            Status status,
            Fields fields,
            Provenance provenance,
            Outcome.Ending ending,
            Optional<Failure> failure,
            OptionalInt grpcStatus,
            long bytesReceived,
            long bytesSent) {
        static Answered by(Outcome outcome) {
            return new Answered(
                    outcome.status(),
                    outcome.response().fields(),
                    outcome.response().provenance(),
                    outcome.ending(),
                    outcome.failure(),
                    Grpc.status(outcome.response()),
                    outcome.bytesReceived(),
                    outcome.bytesSent());
        }

        /**
         * Whether the exchange went wrong: a status of 500 or more, or one of gRPC that counts as such, a failure of
         * the network, or a broken transfer.
         */
        boolean failed() {
            return status.code() >= SERVER_ERROR
                    || Grpc.isFailure(grpcStatus.orElse(0))
                    || failure.isPresent()
                    || ending == Outcome.Ending.BROKEN;
        }

        Answered with(Fields changed) {
            return with(changed, provenance);
        }

        /** A copy without fields and earlier attempts. */
        Answered shortened() {
            return with(
                    Fields.EMPTY,
                    new Provenance(
                            provenance.upstream(),
                            provenance.attempts(),
                            provenance.reason(),
                            provenance.timings(),
                            List.of(),
                            cut(provenance.route(), SHORT_FIELD),
                            cut(provenance.step(), SHORT_FIELD),
                            provenance.protocol()));
        }

        private Answered with(Fields changed, Provenance from) {
            return new Answered(status, changed, from, ending, failure, grpcStatus, bytesReceived, bytesSent);
        }
    }

    RequestHead head() {
        return asked.head();
    }

    Fields fields() {
        return asked.head().fields();
    }

    Peer peer() {
        return asked.peer();
    }

    /** The address of the client, who is somebody else than the peer behind a trusted hop. */
    String client() {
        return asked.client();
    }

    /** About how many bytes of memory are held as long as this record waits. */
    long memoryBytes() {
        return OBJECTS
                + TRIED * answered.provenance().tried().size()
                + head().target().length()
                + fields().memoryBytes()
                + answered.fields().memoryBytes();
    }

    boolean failed() {
        return answered.failed();
    }

    /** With copies of the fields that a line needs, so that large heads are not kept for them. */
    TraceRecord keeping(Collection<String> requestFields, Collection<String> responseFields) {
        return with(
                head().withFields(only(requestFields, fields())),
                answered.with(only(responseFields, answered.fields())),
                shortened);
    }

    private static Fields only(Collection<String> names, Fields fields) {
        FieldsBuilder kept = Fields.builder(names.size(), SHORT_FIELD);
        for (int i = 0; i < fields.size(); i++) {
            int line = i;
            if (names.stream().anyMatch(name -> fields.isNamed(line, name))) {
                kept.add(fields, i);
            }
        }
        return kept.build();
    }

    /**
     * Cut down to what fits in any line: the fields that are always shown, once each, and the beginning of each text.
     */
    TraceRecord shortened(UrlSecrets secrets) {
        FieldsBuilder kept = Fields.builder();
        for (String name : SHOWN) {
            fields().first(name).ifPresent(value -> kept.add(name, cut(secrets.hidden(value), SHORT_FIELD)));
        }
        RequestHead head = head();
        RequestHead shorter = new RequestHead(
                cut(head.method(), SHORT_METHOD),
                cut(secrets.hidden(head.target()), SHORT_TARGET),
                head.version(),
                kept.build());
        return with(shorter, answered.shortened(), true);
    }

    /** The beginning of a text, and three dots if that is not all. */
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }

    private TraceRecord with(RequestHead head, Answered changed, boolean cut) {
        return new TraceRecord(
                new Asked(head, asked.peer(), asked.client(), asked.ids(), asked.receivedAt()),
                changed,
                started,
                nanos,
                cut);
    }
}
