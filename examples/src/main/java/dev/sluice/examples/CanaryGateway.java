package dev.sluice.examples;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.cookie;
import static dev.sluice.Sluice.gateway;

import dev.sluice.Gateway;
import dev.sluice.RunningGateway;
import dev.sluice.middlewares.canary.Canary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Scanner;

/**
 * A new version gets 1, 5, 25, 50 and at last 100 percent of the clients for as long as it is no worse than the old one, and
 * nothing as soon as it is. Type {@code promote}, {@code hold}, {@code resume} or {@code back} to decide yourself.
 */
public final class CanaryGateway {
    private CanaryGateway() {}

    /** Runs it until the standard input ends. */
    public static void main(String[] args) {
        Gateway gateway = of("http://localhost:63450", "http://localhost:63451", Duration.ofMinutes(5));
        try (RunningGateway running = gateway.listen(8080);
                Scanner typed = new Scanner(System.in, StandardCharsets.UTF_8)) {
            running.onDecision(entry -> System.out.println(entry.decision()));
            Canary canary = running.canary("shop/split");
            while (typed.hasNext()) {
                switch (typed.next()) {
                    case "promote" -> canary.promote();
                    case "hold" -> canary.hold();
                    case "resume" -> canary.resume();
                    case "back" -> canary.rollBack();
                    default -> System.out.println("promote, hold, resume or back");
                }
                System.out.println(canary);
            }
        }
    }

    static Gateway of(String stable, String next, Duration hold) {
        return gateway(g -> {
            g.pool("stable", p -> p.member(stable));
            g.pool("next", p -> p.member(next));
            g.route(
                    "shop",
                    any(),
                    r -> r.split("stable", 99)
                            .canary("next", 1)
                            .promoteWhen(c -> c.hold(hold))
                            .by(cookie("session")));
        });
    }
}
