package dev.sluice.simulation;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;

import dev.sluice.PoolScope;
import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A pool of twenty members under virtual time, each of which answers ten requests at a time in 10 ms on average, and all
 * that can happen to them in five minutes: one crashes, one becomes slow, one flaps, and a herd of clients comes at once.
 */
final class SimulatedPool {
    static final int MEMBERS = 20;
    static final Duration LENGTH = Duration.ofMinutes(5);

    private static final int PLACES = 10;
    private static final double SERVICE_MILLIS = 10;
    private static final double PER_SECOND = 400;
    private static final double HERD_PER_SECOND = 4_000;

    /** What happens, one after another. */
    enum Phase {
        QUIET(0, 60),
        CRASH(60, 120),
        SLOW(120, 180),
        FLAPPING(180, 240),
        HERD(240, 250),
        AFTERWARDS(250, 300);

        private final int from;
        private final int to;

        Phase(int from, int to) {
            this.from = from;
            this.to = to;
        }

        boolean has(Duration at) {
            return at.toSeconds() >= from && at.toSeconds() < to;
        }
    }

    /** One exchange as its client saw it. */
    record Seen(Duration at, Duration took, int status) {}

    /** What clients saw in a phase. */
    record Figures(int requests, int failed, Duration p99) {
        static Figures of(List<Seen> seen) {
            long[] took = seen.stream()
                    .mapToLong(one -> one.took().toNanos())
                    .sorted()
                    .toArray();
            int failed = (int) seen.stream().filter(one -> one.status() != 200).count();
            return new Figures(took.length, failed, Duration.ofNanos(took[(int) (took.length * 0.99)]));
        }
    }

    /** A member's ten places, each of which is free again at a time. */
    private final class Server {
        private final long[] freeAt = new long[PLACES];

        Duration wait(double millis) {
            int first = 0;
            for (int i = 1; i < PLACES; i++) {
                first = freeAt[i] < freeAt[first] ? i : first;
            }
            long start = Math.max(time.nanos(), freeAt[first]);
            freeAt[first] = start + (long) (-Math.log(1 - random.nextDouble()) * millis * 1e6);
            return Duration.ofNanos(freeAt[first] - time.nanos());
        }
    }

    private final SimulatedTime time = new SimulatedTime();
    private final SplittableRandom random = new SplittableRandom(20_261_128);
    private final Map<String, Server> servers = new HashMap<>();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Duration> metDead = new ArrayList<>();
    private final Handler pipeline;

    SimulatedPool(Consumer<PoolScope> policy) {
        pipeline = gateway(g -> {
                    g.pool("api", p -> {
                        for (int i = 0; i < MEMBERS; i++) {
                            servers.put("m" + i, new Server());
                            p.member("http://m" + i);
                        }
                        p.retry("IsNetworkError() && Attempts() < 4");
                        policy.accept(p);
                    });
                    g.route("all", any(), r -> r.forwardTo("api"));
                })
                .in(Environment.of(time, time, random, random).withNetwork(this::attempt));
    }

    SimulatedPool run() {
        arrive();
        time.run();
        return this;
    }

    private void arrive() {
        double rate = Phase.HERD.has(clock()) ? HERD_PER_SECOND : PER_SECOND;
        time.after(Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) / rate * 1e9)), () -> {
            if (clock().compareTo(LENGTH) < 0) {
                arrive();
                exchange();
            }
        });
    }

    private void exchange() {
        Duration at = clock();
        Response response = pipeline.handle(Exchanges.get("/"));
        seen.add(new Seen(at, clock().minus(at), response.status().code()));
        response.end(Outcome.sent(response, 0, 0));
    }

    private Response attempt(Request request) {
        String host = request.upstream().orElseThrow().host();
        if (isDead(host)) {
            metDead.add(clock());
            return Response.failed(new Failure.ConnectFailed("simulated"), Provenance.LOCAL);
        }
        boolean slow = host.equals("m1") && Phase.SLOW.has(clock());
        time.sleep(servers.get(host).wait(slow ? 20 * SERVICE_MILLIS : SERVICE_MILLIS));
        return Exchanges.ok();
    }

    private boolean isDead(String host) {
        return switch (host) {
            case "m0" -> Phase.CRASH.has(clock());
            case "m2" -> Phase.FLAPPING.has(clock()) && clock().toSeconds() % 4 < 2;
            default -> false;
        };
    }

    private Duration clock() {
        return Duration.ofNanos(time.nanos());
    }

    Figures in(Phase phase) {
        return Figures.of(seen.stream().filter(one -> phase.has(one.at())).toList());
    }

    /** How many attempts met a member that was dead. */
    long metDead(Phase phase) {
        return metDead.stream().filter(phase::has).count();
    }

    /** Its row in docs/pools.md. */
    String row(String policy) {
        Figures all = Figures.of(seen);
        return "| %s | %d of %s | %s | %s | %s | %d, %d |"
                .formatted(
                        policy,
                        all.failed(),
                        "%,d".formatted(all.requests()).replace(',', ' '),
                        millis(Phase.QUIET),
                        millis(Phase.SLOW),
                        millis(Phase.HERD),
                        metDead(Phase.CRASH),
                        metDead(Phase.FLAPPING));
    }

    private String millis(Phase phase) {
        return Math.round(in(phase).p99().toNanos() / 1e6) + " ms";
    }
}
