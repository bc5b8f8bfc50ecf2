package dev.sluice.forwarder;

import dev.sluice.core.Ticker;
import dev.sluice.core.Timers;
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
        long attemptTimeout,
        Optional<DeadlineField> deadlineField,
        RequestFields requestFields,
        AnswerFields answerFields,
        Pools pools) {
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
                TimeUnit.NANOSECONDS.convert(options.attemptTimeout()),
                options.deadlineField().map(DeadlineField::new),
                requests,
                new AnswerFields(rules, requests),
                transport.pools());
    }
}
