package dev.sluice.middlewares.hedge;

import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.time.Timers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One request with all of its attempts. The caller's thread runs the first; the timer starts the others. Whoever brings
 * the first good response, the last response of all, or an exception decides, once. Guarded by its own lock, which is
 * not held while anything is called that could block.
 */
final class HedgedExchange {
    private static final Logger LOG = System.getLogger(Hedge.class.getName());
    private static final Duration LONG = Duration.ofDays(1);

    private final Request request;
    private final Handler next;
    private final Duration delay;
    private final HedgeParts parts;
    private final long startedAt;
    private final Interims interims;
    private final Timers.Timer timer;
    private final HedgedAttempt first;
    private final List<HedgedAttempt> attempts = new ArrayList<>(2);
    private final List<Provenance.Tried> failed = new ArrayList<>(0);
    private int running = 1;
    private @Nullable Response failure;
    private @Nullable Decided decided;
    private @Nullable CountDownLatch decision;

    /** The end of the race: a response with the attempt that brought it, or an exception. */
    private record Decided(
            HedgedAttempt by,
            @Nullable Response response,
            @Nullable Throwable bug) {}

    HedgedExchange(Request request, Handler next, long delayNanos, HedgeParts parts) {
        this.request = request;
        this.next = next;
        this.delay = Duration.ofNanos(delayNanos);
        this.parts = parts;
        this.startedAt = parts.ticker().nanos();
        this.interims = new Interims(request.client());
        this.timer = parts.timers().deadline(this::overdue);
        this.first = HedgedAttempt.first(request, new AttemptClient(request.client(), interims.of(0)));
        attempts.add(first);
    }

    Response answer() {
        timer.set(delay);
        try {
            run(first);
            awaitDecision();
        } finally {
            timer.close();
        }
        return result();
    }

    /** The delay is over: one more attempt is started, unless there is a reason against it. */
    private void overdue() {
        HedgedAttempt added = added();
        if (added != null) {
            parts.added(request, added, waited());
            timer.set(delay);
            parts.timers().startThread("sluice-hedge", () -> runAdded(added));
        }
    }

    private synchronized @Nullable HedgedAttempt added() {
        if (decided != null || attempts.size() == parts.maxAttempts()) {
            return null;
        }
        if (!parts.allowance().spend()) {
            parts.counts().refused().increment();
            return null;
        }
        if (!interims.hold()) {
            parts.allowance().giveBack();
            return null;
        }
        AttemptClient client = new AttemptClient(request.client(), interims.of(attempts.size()));
        HedgedAttempt added = HedgedAttempt.besides(attempts, request, client);
        attempts.add(added);
        running++;
        return added;
    }

    private void runAdded(HedgedAttempt added) {
        if (!added.client().isLost()) {
            run(added);
        }
        if (added.isRefused()) {
            parts.allowance().giveBack();
            parts.counts().sent().decrement();
        }
    }

    private void run(HedgedAttempt attempt) {
        Response response;
        try {
            response = Objects.requireNonNull(next.handle(attempt.request()), () -> "no response to " + request);
        } catch (RuntimeException | Error bug) {
            threw(attempt, bug);
            return;
        }
        answered(attempt, response);
    }

    private void answered(HedgedAttempt attempt, Response response) {
        Response useless;
        boolean decides;
        synchronized (this) {
            running--;
            boolean late = decided != null;
            decides = !late && (running == 0 || HedgedAttempt.isGood(response));
            useless = late ? response : failure;
            if (decides) {
                decided = new Decided(attempt, response, null);
            } else if (!late) {
                failure = response;
                failed.add(new Provenance.Tried(
                        response.provenance().upstream(), response.status().code(), response.failure()));
            }
        }
        if (decides) {
            settle(attempt, HedgedAttempt.isGood(response));
        }
        if (useless != null) {
            useless.close();
        }
    }

    private void threw(HedgedAttempt attempt, Throwable bug) {
        Response useless;
        boolean tells;
        synchronized (this) {
            running--;
            tells = decided == null || !attempt.isAdded();
            useless = decided == null ? failure : decided.response();
            if (tells) {
                decided = new Decided(attempt, null, bug);
            }
        }
        if (!tells) {
            LOG.log(Level.ERROR, "an attempt that had lost threw: " + request, bug);
            return;
        }
        settle(attempt, false);
        if (useless != null) {
            useless.close();
        }
    }

    /**
     * Cancels the other attempts, and wakes the caller's thread. A first attempt that has lost is measured with the
     * time that it had: it would have taken longer.
     */
    private void settle(HedgedAttempt by, boolean good) {
        List<HedgedAttempt> others;
        synchronized (this) {
            others = attempts.size() == 1
                    ? List.of()
                    : attempts.stream().filter(attempt -> !attempt.equals(by)).toList();
            if (decision != null) {
                decision.countDown();
            }
        }
        others.forEach(other -> other.client().lose());
        if (good && failed.isEmpty()) {
            parts.delay().measure(waited().toNanos());
        }
        if (good && !others.isEmpty()) {
            parts.won(request, by);
        }
    }

    private Duration waited() {
        return Duration.ofNanos(parts.ticker().nanos() - startedAt);
    }

    /** Waits for the other attempts after the caller's own has failed. An interrupt ends the wait with that failure. */
    private void awaitDecision() {
        CountDownLatch latch;
        synchronized (this) {
            if (decided != null) {
                return;
            }
            latch = new CountDownLatch(1);
            decision = latch;
        }
        while (!parts.ticker().await(latch, LONG)) {
            if (Thread.currentThread().isInterrupted()) {
                giveUp();
                return;
            }
        }
    }

    private void giveUp() {
        synchronized (this) {
            if (decided != null) {
                return;
            }
            decided = new Decided(first, failure, null);
        }
        settle(first, false);
    }

    private Response result() {
        Decided end;
        int made;
        synchronized (this) {
            end = Objects.requireNonNull(decided);
            made = attempts.size();
        }
        if (end.bug() instanceof Error error) {
            throw error;
        }
        if (end.bug() instanceof RuntimeException bug) {
            throw bug;
        }
        Response response = Objects.requireNonNull(end.response());
        if (made == 1) {
            return response;
        }
        interims.sendOf(attempts.indexOf(end.by()));
        Provenance last = response.provenance().withAttempts(request.attempt() - 1 + made);
        return response.withProvenance(last.after(failed));
    }
}
