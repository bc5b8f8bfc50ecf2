package dev.sluice.middlewares.circuitbreaker;

/** Where the latency that a breaker measures ends. Tunnels and event streams are measured to the head in any case. */
public enum LatencyTo {
    /**
     * At the head of the upstream's response, so that slow clients and long bodies do not count as latency of the
     * upstream.
     */
    HEAD,
    /** At the end of the body, when the client has received it all, as in oxy. */
    END
}
