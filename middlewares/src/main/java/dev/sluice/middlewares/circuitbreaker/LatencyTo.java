package dev.sluice.middlewares.circuitbreaker;

/** Up to where a breaker measures latency. Tunnels and streams of events are measured to the head in any case. */
public enum LatencyTo {
    /** The head of the upstream's response: a slow client or a long body says nothing about the upstream. */
    HEAD,
    /** The end of the body, as the client takes it: oxy's. */
    END
}
