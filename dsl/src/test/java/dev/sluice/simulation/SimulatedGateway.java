package dev.sluice.simulation;

import static dev.sluice.Sluice.proxy;

import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A program under virtual time, on a network that is a function: rate limit, breaker, retry, round robin and rebalancer
 * over three members, and clients that come at random, ten that behave and one that does not.
 */
final class SimulatedGateway {
    static final Duration LENGTH = Duration.ofMinutes(10);
    static final String GREEDY = "192.0.2.66";

    private static final double REQUESTS_PER_SECOND = 50;
    private static final double GREEDY_REQUESTS_PER_SECOND = 30;

    /** The share of attempts that fail at a member at a time. */
    interface Trouble {
        double share(String host, Duration at);
    }

    /** One attempt at a member. */
    record Attempt(Duration at, String host) {}

    /** One exchange as its client saw it. */
    record Seen(Duration at, String client, int status) {}

    final List<Attempt> attempts = new ArrayList<>();
    final List<Seen> seen = new ArrayList<>();

    private final SimulatedTime time = new SimulatedTime();
    private final SplittableRandom random;
    private final Trouble trouble;
    private final Handler pipeline;

    SimulatedGateway(long seed, Trouble trouble) {
        this.random = new SplittableRandom(seed);
        this.trouble = trouble;
        this.pipeline = proxy().rateLimit(20, Duration.ofSeconds(1))
                .circuitBreaker("NetworkErrorRatio() > 0.5")
                .retry("IsNetworkError() && Attempts() < 3", retry -> retry.budget(20, 3))
                .roundRobin("http://a", "http://b", "http://c")
                .rebalance()
                .forward()
                .in(Environment.of(time, time, random, random).withNetwork(this::attempt));
    }

    SimulatedGateway run() {
        arrive(REQUESTS_PER_SECOND, () -> "192.0.2." + random.nextInt(10));
        arrive(GREEDY_REQUESTS_PER_SECOND, () -> GREEDY);
        time.run();
        return this;
    }

    private void arrive(double perSecond, Supplier<String> who) {
        Duration pause = Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9));
        time.after(pause, () -> {
            if (clock().compareTo(LENGTH) < 0) {
                arrive(perSecond, who);
                exchange(who.get());
            }
        });
    }

    private void exchange(String client) {
        Duration at = clock();
        Response response = pipeline.handle(Exchanges.getFrom(client, "/"));
        time.sleep(Duration.ofMillis(random.nextInt(5)));
        response.end(Outcome.sent(response, 0, 0));
        seen.add(new Seen(at, client, response.status().code()));
    }

    private Response attempt(Request request) {
        Upstream upstream = request.upstream().orElseThrow();
        attempts.add(new Attempt(clock(), upstream.host()));
        time.sleep(Duration.ofMillis(100 + random.nextInt(200)));
        return random.nextDouble() < trouble.share(upstream.host(), clock())
                ? Response.failed(new Failure.ConnectFailed("simulated"), Provenance.LOCAL)
                : Exchanges.ok();
    }

    private Duration clock() {
        return Duration.ofNanos(time.nanos());
    }
}
