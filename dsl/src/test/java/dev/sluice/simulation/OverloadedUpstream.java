package dev.sluice.simulation;

import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.SimulatedTime;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A program under virtual time in front of an upstream with places, each of which serves one request in 16 to 24 ms, and a
 * first-come first-served queue behind them. Clients come at random, at a rate that may change.
 */
final class OverloadedUpstream {
    /** What a full upstream of 10 places serves in a second. */
    static final double CAPACITY = 500;

    static final int PLACES = 10;

    /** One exchange as its client saw it. */
    record Seen(Duration at, String path, int status, Duration latency) {
        boolean between(int fromSecond, int toSecond) {
            return at.compareTo(Duration.ofSeconds(fromSecond)) >= 0 && at.compareTo(Duration.ofSeconds(toSecond)) < 0;
        }
    }

    final List<Seen> seen = new ArrayList<>();
    /** Requests that reached the upstream. */
    int attempts;

    private final SimulatedTime time = new SimulatedTime();

    private final Map<String, LongSupplier> gauges = new HashMap<>();
    private final SplittableRandom random;
    private final Handler pipeline;
    private final PriorityQueue<Long> freeAt = new PriorityQueue<>();
    private int longestQueue = Integer.MAX_VALUE;
    private int inside;
    private double serviceMillis = 20;
    private int sheddablePercent;

    OverloadedUpstream(long seed, Function<Environment, Handler> program) {
        this.random = new SplittableRandom(seed);
        Environment simulated = Environment.of(time, time, random, random)
                .withInstruments(gauges::put)
                .withNetwork(this::serve);
        this.pipeline = program.apply(simulated);
        places(PLACES);
    }

    /** Answers 503 to requests that find the queue so long. */
    OverloadedUpstream refusingAbove(int queue) {
        longestQueue = queue;
        return this;
    }

    /** Some of the requests are for another path. */
    OverloadedUpstream withReports(int percent) {
        sheddablePercent = percent;
        return this;
    }

    /** From now on there are so many places. */
    void places(int count) {
        while (freeAt.size() > count) {
            freeAt.remove();
        }
        while (freeAt.size() < count) {
            freeAt.add(time.nanos());
        }
    }

    /** From now on a request is served in this time, on average. */
    void serviceMillis(double millis) {
        serviceMillis = millis;
    }

    OverloadedUpstream at(int second, Runnable change) {
        time.after(Duration.ofSeconds(second), change);
        return this;
    }

    /** Clients come at a rate that depends on the second. */
    OverloadedUpstream run(int seconds, ToDoubleFunction<Duration> perSecond) {
        arrive(Duration.ofSeconds(seconds), perSecond);
        time.run();
        return this;
    }

    private void arrive(Duration until, ToDoubleFunction<Duration> perSecond) {
        double pause = -Math.log(1 - random.nextDouble()) / perSecond.applyAsDouble(now());
        time.after(Duration.ofNanos((long) (pause * 1e9)), () -> {
            if (now().compareTo(until) < 0) {
                arrive(until, perSecond);
                exchange(random.nextInt(100) < sheddablePercent ? "/reports" : "/");
            }
        });
    }

    private void exchange(String path) {
        Duration at = now();
        Response response = pipeline.handle(Exchanges.get(path));
        seen.add(new Seen(at, path, response.status().code(), now().minus(at)));
        response.end(Outcome.sent(response, 0, 0));
    }

    private Response serve(Request request) {
        attempts++;
        if (inside >= freeAt.size() + (long) longestQueue) {
            return Response.of(Status.SERVICE_UNAVAILABLE_503);
        }
        inside++;
        long start = Math.max(time.nanos(), freeAt.remove());
        long end = start + (long) (serviceMillis * (0.8 + 0.4 * random.nextDouble()) * 1e6);
        freeAt.add(end);
        time.sleep(Duration.ofNanos(end - time.nanos()));
        inside--;
        return Exchanges.ok();
    }

    private Duration now() {
        return Duration.ofNanos(time.nanos());
    }

    long gauge(String name) {
        return gauges.get(name).getAsLong();
    }

    /** Answers of the upstream in a second. */
    double goodput(int fromSecond, int toSecond) {
        return count(fromSecond, toSecond, one -> one.status() == 200) / (double) (toSecond - fromSecond);
    }

    long count(int fromSecond, int toSecond, Predicate<Seen> which) {
        return seen.stream()
                .filter(one -> one.between(fromSecond, toSecond) && which.test(one))
                .count();
    }

    /** The 99th percentile of the latency of what was answered by the upstream, in milliseconds. */
    double p99(int fromSecond, int toSecond) {
        double[] sorted = seen.stream()
                .filter(one -> one.between(fromSecond, toSecond) && one.status() == 200)
                .mapToDouble(one -> one.latency().toNanos() / 1e6)
                .sorted()
                .toArray();
        return sorted[(int) (sorted.length * 0.99)];
    }
}
