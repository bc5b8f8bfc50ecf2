package dev.sluice.forwarder;

import dev.sluice.core.Ticker;
import dev.sluice.forwarder.connection.ClientSettings;
import dev.sluice.forwarder.connection.ConnectionParts;
import dev.sluice.forwarder.connection.Dialer;
import dev.sluice.forwarder.fields.AnswerFields;
import dev.sluice.forwarder.fields.FieldRules;
import dev.sluice.forwarder.fields.RequestFields;
import dev.sluice.forwarder.http1.Http1Exchange;
import dev.sluice.forwarder.pool.Patience;
import dev.sluice.forwarder.pool.PoolLimits;
import dev.sluice.forwarder.pool.Pools;
import dev.sluice.io.Deadlines;

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
    static ForwarderParts of(ForwarderOptions options, Ticker ticker, Deadlines deadlines) {
        FieldRules rules = options.rules();
        return new ForwarderParts(
                ticker,
                new Patience(options.responseTimeout(), options.betweenBytesTimeout()),
                new RequestFields(rules),
                new AnswerFields(rules),
                pools(options, ticker, deadlines));
    }

    private static Pools pools(ForwarderOptions options, Ticker ticker, Deadlines deadlines) {
        ConnectionParts parts = ConnectionParts.of(ticker, deadlines, options.maxResponseHead());
        ClientSettings client = new ClientSettings(options.webClient(), options.tls(), options.insecureSkipVerify());
        PoolLimits limits = new PoolLimits(
                options.maxConnections(), options.maxWaiting(), options.connectTimeout(), options.idleTimeout());
        return new Pools(
                limits,
                parts,
                new Dialer(parts, client, options.connectTimeout()),
                (lease, progress) -> new Http1Exchange(lease, progress, parts.limits()));
    }
}
