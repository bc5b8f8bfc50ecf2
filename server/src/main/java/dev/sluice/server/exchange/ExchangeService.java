package dev.sluice.server.exchange;

/** What serves the exchanges of a connection, one after another. */
@FunctionalInterface
public interface ExchangeService {
    /**
     * Answers one exchange. It may also leave it unanswered, or throw: the connection then answers 500.
     *
     * @param exchange what to answer
     */
    void serve(WireExchange exchange);
}
