package dev.sluice.forwarder;

import dev.sluice.core.Grpc;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.forwarder.fields.AnswerFields;
import dev.sluice.forwarder.fields.DeadlineField;
import dev.sluice.forwarder.fields.FieldRules;
import dev.sluice.forwarder.fields.LoopMarker;
import dev.sluice.forwarder.fields.RequestFields;
import dev.sluice.forwarder.pool.Patience;
import dev.sluice.forwarder.pool.Pools;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The parts that a forwarder shares among its attempts.
 *
 * @param ticker the time
 * @param timers runs the timeouts of attempts
 * @param marker recognises requests that have come back in a loop
 * @param climbing whether {@code ..} may be sent to an upstream with a base path
 * @param patience the timeouts of an exchange
 * @param patienceOfCalls the same for gRPC
 * @param mostOfCall the most of {@code grpc-timeout} that is honoured, in nanoseconds
 * @param attemptTimeout of one attempt until its head, in nanoseconds; 0 for none
 * @param deadlineField tells the upstream what is left of it; empty to tell nothing
 * @param requestFields builds the fields of requests
 * @param answerFields builds the fields of responses
 * @param pools the connections
 */
record ForwarderParts(
        Ticker ticker,
        Timers timers,
        LoopMarker marker,
        boolean climbing,
        Patience patience,
        Patience patienceOfCalls,
        long mostOfCall,
        long attemptTimeout,
        Optional<DeadlineField> deadlineField,
        RequestFields requestFields,
        AnswerFields answerFields,
        Pools pools) {
    /** The timeouts of an exchange for a request. */
    Patience patience(Request request) {
        return Grpc.isIn(request.fields()) ? patienceOfCalls : patience;
    }

    /** When a call of gRPC must have ended; empty for other requests, and if its client can wait. */
    Optional<RequestDeadline> ofCall(Request request) {
        return RequestDeadline.ofCall(request)
                .map(asked -> mostOfCall == Long.MAX_VALUE
                        ? asked
                        : asked.earlier(new RequestDeadline(request.receivedAt() + mostOfCall)));
    }

    static ForwarderParts of(ForwardOptions options, Transport transport) {
        return of(options, options.rules(), transport);
    }

    static ForwarderParts of(ForwardOptions options, FieldRules rules, Transport transport) {
        LoopMarker marker = new LoopMarker("sluice-" + transport.id());
        RequestFields requests = new RequestFields(rules, marker);
        return new ForwarderParts(
                transport.ticker(),
                transport.timers(),
                marker,
                options.allowDotSegments(),
                options.patience(),
                options.patienceOfCalls(),
                options.maxGrpcTimeout().isZero()
                        ? Long.MAX_VALUE
                        : TimeUnit.NANOSECONDS.convert(options.maxGrpcTimeout()),
                TimeUnit.NANOSECONDS.convert(options.attemptTimeout()),
                options.deadlineField().map(DeadlineField::new),
                requests,
                new AnswerFields(rules, requests),
                transport.pools());
    }
}
