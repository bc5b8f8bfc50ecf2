package dev.sluice.examples;

import static dev.sluice.Sluice.attempts;
import static dev.sluice.Sluice.networkError;
import static dev.sluice.Sluice.proxy;

import dev.sluice.Proxy;

/** A load balancer that holds bodies, so that a request that met a broken upstream is sent to the next one. */
public final class RetryingProxy {
    private RetryingProxy() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        gateway("http://localhost:63450", "http://localhost:63451").listen(8080);
    }

    static Proxy gateway(String... upstreams) {
        return proxy().buffer(b -> b.retry("IsNetworkError() && Attempts() < 2"))
                .roundRobin(upstreams)
                .forward();
    }

    /** The same, its condition typed instead of written as text. */
    static Proxy typed(String... upstreams) {
        return proxy().buffer(b -> b.retry(networkError().and(attempts().lessThan(2))))
                .roundRobin(upstreams)
                .forward();
    }
}
