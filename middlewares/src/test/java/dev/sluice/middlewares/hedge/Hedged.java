package dev.sluice.middlewares.hedge;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.journal.Decision;
import dev.sluice.middlewares.Notes;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.Exchanges.Outcomes;
import dev.sluice.testkit.SimulatedTime;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Hedging over a pool in virtual time, on a network whose members answer as they are told. */
final class Hedged {
    final SimulatedTime time = new SimulatedTime();
    final List<String> asked = new ArrayList<>();
    final List<String> cancelled = new ArrayList<>();
    private final Notes notes = new Notes();
    final List<Decision> decisions = notes.decisions();
    final Outcomes ends = new Outcomes();
    final Pool pool;
    final Hedge hedge;

    private final Map<String, Function<Request, Response>> members = new HashMap<>();
    private final Map<String, LongSupplier> shown = new HashMap<>();
    private final Handler handler;

    Hedged(HedgeOptions options, String... hosts) {
        Environment environment = Environment.of(time, time, new SplittableRandom(1), new SplittableRandom(2))
                .withInstruments(shown::put)
                .withJournal(notes);
        pool = Pool.of(hosts);
        hedge = new Hedge(options, environment);
        Balance balance = new Balance(
                BalanceOptions.builder(pool).build(),
                Environment.of(time, time, new SplittableRandom(1), new SplittableRandom(2)));
        handler = hedge.around(balance.around(this::network));
    }

    private Response network(Request request) {
        String host = request.upstream().orElseThrow().host();
        asked.add(host);
        return members.get(host).apply(request).onEnd(ends);
    }

    /** What a member does with requests. */
    Hedged member(String host, Function<Request, Response> does) {
        members.put(host, does);
        return this;
    }

    /** A member that answers after a time, with its name as the body. */
    Hedged answers(String host, Duration after) {
        return member(
                host,
                request -> waits(request, after)
                        ? gone(request)
                        : Response.of(Status.OK_200, host).withProvenance(from(request)));
    }

    /** A member that breaks after a time. */
    Hedged breaks(String host, Duration after) {
        return member(
                host,
                request -> waits(request, after)
                        ? gone(request)
                        : Response.failed(new Failure.UpstreamBroken("reset", Sent.ALL), from(request)));
    }

    /** Waits as a forwarder does: until the time is over, or the client gone. Returns whether it is. */
    boolean waits(Request request, Duration after) {
        CountDownLatch left = new CountDownLatch(1);
        Registration watch = request.client().onGone(left::countDown);
        boolean gone = time.await(left, after);
        watch.cancel();
        return gone;
    }

    private Response gone(Request request) {
        cancelled.add(request.upstream().orElseThrow().host());
        return Response.failed(new Failure.ClientGone(Sent.ALL), from(request));
    }

    static Provenance from(Request request) {
        return new Provenance(request.upstream(), request.attempt(), "", Provenance.Timings.NONE);
    }

    /** Runs one exchange and returns its response, not yet ended, and the time at which it came. */
    Seen send(Request request) {
        List<Seen> seen = new ArrayList<>();
        long from = time.nanos();
        time.after(Duration.ZERO, () -> {
            Response response = handler.handle(request);
            seen.add(new Seen(response, Duration.ofNanos(time.nanos() - from)));
        });
        time.run();
        return seen.getFirst();
    }

    /** Lets time pass. */
    void pass(Duration duration) {
        time.after(duration, () -> {});
        time.run();
    }

    Handler handler() {
        return handler;
    }

    /** A response and how long it took. */
    record Seen(Response response, Duration after) {
        String text() {
            return Exchanges.send(response);
        }
    }

    long gauge(String name) {
        return shown.get(name).getAsLong();
    }

    int inFlight() {
        return pool.members().stream().mapToInt(Member::inFlight).sum();
    }
}
