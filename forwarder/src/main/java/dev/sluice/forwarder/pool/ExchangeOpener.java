package dev.sluice.forwarder.pool;

import dev.sluice.forwarder.connection.Progress;

/** Starts an exchange on a leased connection, in the version of HTTP that is spoken on it. */
@FunctionalInterface
public interface ExchangeOpener {
    /**
     * Starts an exchange, which has the lease from now on.
     *
     * @param lease the connection
     * @param progress of the attempt
     * @return the exchange; nothing has been sent
     */
    UpstreamExchange open(Lease lease, Progress progress);
}
