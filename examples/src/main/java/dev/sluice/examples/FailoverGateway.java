package dev.sluice.examples;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;

import dev.sluice.Gateway;
import java.time.Duration;

/** A site and its standby elsewhere, which takes over while nobody of the site is well. */
public final class FailoverGateway {
    private FailoverGateway() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        site("http://localhost:63450", "http://localhost:63451").listen(8080);
    }

    static Gateway site(String primary, String standby) {
        return gateway(g -> {
            g.pool(
                    "site",
                    p -> p.member(primary)
                            .member(standby, m -> m.priority(1))
                            .health(h -> h.path("/healthz").interval(Duration.ofSeconds(2)))
                            .retry("IsNetworkError() && Attempts() < 3"));
            g.route("all", any(), r -> r.forwardTo("site"));
        });
    }
}
