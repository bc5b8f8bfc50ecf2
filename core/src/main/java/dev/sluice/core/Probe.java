package dev.sluice.core;

import java.util.Optional;

/**
 * Asks upstreams whether they are well: what a health check uses, so that it reaches a member as the requests do.
 * Thread-safe.
 */
public interface Probe {
    /**
     * Sends one request to its upstream.
     *
     * @param request with an upstream. A Host field is sent as it is; without one the Host is that of the requests
     * @return the response, which the caller closes
     */
    Response ask(Request request);

    /**
     * Opens a connection to an upstream, with TLS if it is secure, and closes it without sending anything.
     *
     * @param upstream to whom
     * @param client whose leaving gives the attempt up
     * @return why no connection came about; empty if one did
     */
    Optional<Failure> connect(Upstream upstream, Client client);

    /**
     * How upstreams are reached. What one probe finds out holds for another with an equal value.
     *
     * @return compared by value
     */
    Object reach();

    /** A handler that has a probe which reaches upstreams as it does. */
    interface Source extends Handler {
        /**
         * The probe.
         *
         * @return usable as long as the handler
         */
        Probe probe();
    }

    /**
     * A probe over any handler that requests are sent by, such as the network of a simulation.
     *
     * @param end takes requests that have an upstream
     * @return its own probe if it has one; else one that connects by sending {@code OPTIONS *}, to which any response will
     *     do
     */
    static Probe of(Handler end) {
        return end instanceof Source source ? source.probe() : new ByRequest(end);
    }

    /**
     * Connects by a request.
     *
     * @param end takes it
     */
    record ByRequest(Handler end) implements Probe {
        @Override
        public Response ask(Request request) {
            return end.handle(request);
        }

        @Override
        public Optional<Failure> connect(Upstream upstream, Client client) {
            RequestHead head = new RequestHead("OPTIONS", "*", Fields.of("Host", upstream.authority()));
            try (Response response =
                    end.handle(Request.of(head, Body.empty(), client, 0).withUpstream(upstream))) {
                return response.failure();
            }
        }

        @Override
        public Object reach() {
            return end;
        }
    }
}
