package dev.sluice.forwarder;

import dev.sluice.core.Ticker;
import dev.sluice.forwarder.fields.AnswerFields;
import dev.sluice.forwarder.fields.FieldRules;
import dev.sluice.forwarder.fields.RequestFields;
import dev.sluice.forwarder.pool.Patience;
import dev.sluice.forwarder.pool.Pools;

/**
 * The parts a forwarder is made of, each once.
 *
 * @param ticker the time
 * @param patience how long upstreams are waited for
 * @param requestFields builds heads of attempts
 * @param answerFields builds heads of answers
 * @param pools has the connections
 */
record ForwarderParts(
        Ticker ticker, Patience patience, RequestFields requestFields, AnswerFields answerFields, Pools pools) {
    static ForwarderParts of(ForwardOptions options, Transport transport) {
        FieldRules rules = options.rules();
        return new ForwarderParts(
                transport.ticker(),
                options.patience(),
                new RequestFields(rules),
                new AnswerFields(rules),
                transport.pools());
    }
}
