package dev.sluice.middlewares.connlimit;

import dev.sluice.core.Cancellation;
import dev.sluice.core.Gate;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits how many exchanges a key may have at the same time, as oxy's {@code connlimit} does. A request above the limit
 * is answered 429 {@code max connections reached: N} with the reason {@code connection-limited}, or first waits in a
 * bounded queue, if there is one; not beyond the {@linkplain RequestDeadline deadline} of the request.
 *
 * <p>A permit is held until the exchange has ended: after the last byte of the body or the tunnel, or when the transfer
 * broke. The queue of a key is first come, first served, and a client that leaves gives up its place. Thread-safe; no
 * lock is held while a request waits.
 */
public final class ConnLimit implements Gate {
    private final ConnLimitOptions options;
    private final Ticker ticker;
    private final Journal journal;
    private final Permits permits;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * A connection limit.
     *
     * @param options how to limit
     * @param ticker the time, for waits
     */
    public ConnLimit(ConnLimitOptions options, Ticker ticker) {
        this(options, ticker, Journal.NONE);
    }

    ConnLimit(ConnLimitOptions options, Ticker ticker, Journal journal) {
        this.options = options;
        this.ticker = ticker;
        this.journal = journal;
        permits = new Permits(options.max(), options.maxWaiting());
    }

    @Override
    public Verdict admit(Request request) {
        Permit permit = permits.ask(options.by().key(request));
        if (permit.isWaiting()) {
            awaitTurn(permit, request);
        }
        return permit.isGranted() ? Verdict.admit(outcome -> permits.release(permit)) : Verdict.reject(rejection());
    }

    private void awaitTurn(Permit permit, Request request) {
        Cancellation.Registration registration = request.client().onGone(() -> permit.settle(Permit.State.REFUSED));
        long since = ticker.nanos();
        waiting.incrementAndGet();
        permit.await(ticker, wait(request));
        waiting.decrementAndGet();
        journal.note(request, Decision.Waited.since(since, ticker));
        registration.cancel();
        if (!permit.isGranted()) {
            permits.forget(permit);
        }
    }

    private Duration wait(Request request) {
        return RequestDeadline.of(request)
                .map(deadline -> Duration.ofNanos(Math.max(0, deadline.left(ticker.nanos()))))
                .filter(left -> left.compareTo(options.maxWait()) < 0)
                .orElse(options.maxWait());
    }

    private Response rejection() {
        return Response.problem(
                Status.TOO_MANY_REQUESTS_429, Reason.CONNECTION_LIMITED, "max connections reached: " + options.max());
    }

    /**
     * How many keys have exchanges under way.
     *
     * @return for metrics
     */
    public int keys() {
        return permits.keys();
    }

    /**
     * How many requests are waiting for a permit.
     *
     * @return for metrics
     */
    public int waiting() {
        return waiting.get();
    }

    @Override
    public String describe() {
        return ConnLimitType.TYPE.describe(options);
    }
}
