package dev.sluice.examples;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Proxy;

/** A load balancer: upstreams take turns. */
public final class RoundRobinProxy {
    private RoundRobinProxy() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        gateway("http://localhost:63450", "http://localhost:63451").listen(8080);
    }

    static Proxy gateway(String... upstreams) {
        return proxy().roundRobin(upstreams).forward();
    }
}
