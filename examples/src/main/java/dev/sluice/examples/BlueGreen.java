package dev.sluice.examples;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;

import dev.sluice.Applied;
import dev.sluice.Gateway;
import dev.sluice.Plan;
import dev.sluice.RunningGateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Scanner;

/** Switches from one deployment to another and back while clients are served: type a URL, or {@code back}. */
public final class BlueGreen {
    private BlueGreen() {}

    /** Runs it until the standard input ends. */
    public static void main(String[] args) {
        RunningGateway running = to("http://localhost:63450").listen(8080);
        try (Scanner typed = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (typed.hasNext()) {
                String word = typed.next();
                System.out.println(word.equals("back") ? running.rollback() : change(running, word));
            }
        }
        running.stop();
    }

    /** What has begun ends where it began; buckets and connections are kept. */
    static Applied change(RunningGateway running, String url) {
        Plan plan = running.plan(to(url));
        System.out.println(plan);
        return running.apply(plan);
    }

    static Gateway to(String url) {
        return gateway(g -> {
            g.rateLimit(100, Duration.ofSeconds(1));
            g.route("app", path("/**"), r -> r.forward(url));
        });
    }
}
