package dev.sluice.examples;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Proxy;

/** A reverse proxy: whatever arrives at port 8080 goes to one upstream. */
public final class SimpleProxy {
    private SimpleProxy() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        gateway("http://localhost:63450").listen(8080);
    }

    static Proxy gateway(String upstream) {
        return proxy().forward(upstream);
    }
}
