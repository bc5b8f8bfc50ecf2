package dev.sluice.forwarder;

import dev.sluice.core.Attributes;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import dev.sluice.io.Deadlines;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A forwarder whose time only the test moves. */
final class Forwarding implements AutoCloseable {
    private final ManualTicker ticker = new ManualTicker();
    private final Deadlines deadlines = new Deadlines(ticker);
    private final Forwarder forwarder;

    Forwarding(UnaryOperator<ForwarderOptions.Builder> options) {
        forwarder = new Forwarder(
                options.apply(ForwarderOptions.builder()).build(), new Transports(ticker, deadlines, new Random(1)));
    }

    /** A forwarder in real time. */
    static Forwarder real(ForwarderOptions options) {
        return new Forwarder(options, new Transports(Ticker.system(), Deadlines.system(), new Random(2)));
    }

    Forwarding() {
        this(options -> options);
    }

    Response handle(Request request, FakeUpstream upstream) {
        return forwarder.handle(request.withUpstream(upstream.upstream()));
    }

    Response handle(Request request) {
        return forwarder.handle(request);
    }

    /** A request whose head must be there in that time from now. */
    Request within(Duration total, Request request) {
        return request.with(
                Attributes.EMPTY.with(RequestDeadline.KEY, new RequestDeadline(ticker.nanos() + total.toNanos())));
    }

    /** A GET and its whole answer. */
    String get(FakeUpstream upstream) {
        return Exchanges.send(handle(Exchanges.get("/"), upstream));
    }

    /** Forwards beside the test. */
    FutureTask<Response> start(Request request, FakeUpstream upstream) {
        return aside(() -> handle(request, upstream));
    }

    static <T> FutureTask<T> aside(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    /** Lets time pass, and what was due happen. */
    void pass(Duration time) {
        ticker.advance(time);
        deadlines.sweep();
    }

    /** Lets time pass, and no timer run yet. */
    void passUnnoticed(Duration time) {
        ticker.advance(time);
    }

    /** Waits for a condition, with pauses in which others go on; the test's own timeout bounds it. */
    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("still waiting when the test's time was over");
            }
            LockSupport.parkNanos(200_000);
        }
    }

    static void await(CountDownLatch latch) {
        await(() -> latch.getCount() == 0);
    }

    /** Waits until a thread waits. */
    static void awaitWaiting(Thread thread) {
        await(() -> thread.getState() == Thread.State.WAITING);
    }

    /** Lets time pass again and again until something has happened. */
    static void passUntil(BooleanSupplier happened, Runnable pass) {
        await(() -> {
            pass.run();
            return happened.getAsBoolean();
        });
    }

    /** How many upstreams are remembered. */
    int pools() {
        return forwarder.pools().size();
    }

    /** How many connections to an upstream are open. */
    int open(FakeUpstream upstream) {
        return open(upstream.upstream());
    }

    int open(Upstream upstream) {
        return forwarder.pools().of(upstream).open();
    }

    /** How many tunnels to an upstream are open. */
    int tunnels(FakeUpstream upstream) {
        return forwarder.pools().of(upstream.upstream()).tunnels();
    }

    /** How many requests wait for a connection. */
    int waiting(FakeUpstream upstream) {
        return waiting(upstream.upstream());
    }

    int waiting(Upstream upstream) {
        return forwarder.pools().of(upstream).waiting();
    }

    @Override
    public void close() {
        forwarder.close();
    }
}
