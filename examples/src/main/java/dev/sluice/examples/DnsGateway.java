package dev.sluice.examples;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;

import dev.sluice.Gateway;
import dev.sluice.discovery.Dns;
import dev.sluice.discovery.DnsOptions;
import dev.sluice.middlewares.loadbalance.pool.DiscoveryOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Balances over all addresses of a name, and follows them: {@code DnsGateway http://api.internal:8080}. */
public final class DnsGateway {
    private DnsGateway() {}

    /** Runs it until it is killed. */
    public static void main(String[] args) {
        String url = args.length == 0 ? "http://localhost:8080" : args[0];
        of(url, UnaryOperator.identity()).listen(8000);
    }

    /** As often as the records say, but at least every ten seconds; half of a fleet of four does not vanish by mistake. */
    static Gateway of(String url, UnaryOperator<DnsOptions> dns) {
        return gateway(g -> {
            g.pool("api", p -> {
                p.source(Dns.addresses(url, dns));
                p.discovery(DiscoveryOptions.DEFAULT
                        .withEvery(Duration.ofSeconds(10))
                        .withFloor(3));
                p.retry("IsNetworkError() && Attempts() < 3");
            });
            g.route("api", path("/**"), r -> r.forwardTo("api"));
        });
    }
}
