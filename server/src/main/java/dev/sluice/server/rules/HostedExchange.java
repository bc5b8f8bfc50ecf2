package dev.sluice.server.rules;

import dev.sluice.core.Request;
import dev.sluice.core.Response;

/** One exchange as a host offers it to a pipeline. Used by one thread. */
public interface HostedExchange {
    /** What is kept of it until its end. */
    ExchangeState state();

    /** What the client asked for. */
    default Request request() {
        return state().request();
    }

    /** Whether it was answered already, because it must not be served. */
    default boolean refused() {
        return false;
    }

    /** Sends the one final response, ends it and never throws because of the network. */
    void send(Response response);
}
