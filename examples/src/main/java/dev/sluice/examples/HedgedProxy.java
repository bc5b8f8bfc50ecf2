package dev.sluice.examples;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Proxy;
import java.time.Duration;

/** A load balancer that asks another upstream as well if the first has not answered a GET within 50 ms. */
public final class HedgedProxy {
    private HedgedProxy() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        gateway("http://localhost:63450", "http://localhost:63451").listen(8080);
    }

    static Proxy gateway(String... upstreams) {
        return proxy().hedge(h -> h.delay(Duration.ofMillis(50)))
                .roundRobin(upstreams)
                .forward();
    }

    /** The same with a delay that is measured: what nine of ten requests take. */
    static Proxy measured(String... upstreams) {
        return proxy().hedge(h -> h.quantile(90).budget(15, 10))
                .roundRobin(upstreams)
                .forward();
    }
}
