package dev.sluice.examples;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Proxy;

/** Sessions in the memory of upstreams: a client stays where it began, also while that upstream drains. */
public final class StickyProxy {
    private StickyProxy() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        gateway("http://localhost:63450", "http://localhost:63451").listen(8080);
    }

    static Proxy gateway(String... upstreams) {
        return proxy().roundRobin(upstreams).sticky(s -> s.cookie("SID")).forward();
    }
}
