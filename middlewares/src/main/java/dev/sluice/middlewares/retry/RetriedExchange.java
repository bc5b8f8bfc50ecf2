package dev.sluice.middlewares.retry;

import dev.sluice.core.Body;
import dev.sluice.core.Cancellation;
import dev.sluice.core.Grpc;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request over all of its attempts: its body, its client and its place in the ledger. Used by one thread. */
final class RetriedExchange implements AutoCloseable {
    private final Body body;
    private final @Nullable KeptBody kept;
    private final Ledger ledger;
    private final Cancellation.Registration registration;
    private final List<Provenance.Tried> tried = new ArrayList<>(0);
    private volatile boolean clientGone;
    private UnreadBody lent;
    private boolean retrying;
    private boolean overBudget;
    private boolean picking;
    private int unreached;

    /**
     * Begins.
     *
     * @param keeps whether what is sent of a streamed body is kept, as far as it is short, for another attempt
     */
    RetriedExchange(Request request, Ledger ledger, boolean keeps) {
        this.body = request.body();
        boolean streamed = !body.replayable() && body.length() != 0;
        this.kept = keeps && streamed ? new KeptBody(body) : null;
        this.lent = new UnreadBody(body);
        this.ledger = ledger;
        ledger.begin();
        registration = request.client().onGone(() -> clientGone = true);
    }

    /** The body for the next attempt, which reads and closes it. */
    Body body() {
        if (body.replayable()) {
            return body.replay();
        }
        if (kept != null) {
            return kept.fromBeginning();
        }
        lent = new UnreadBody(body);
        return lent;
    }

    boolean bodyIsFresh() {
        return body.replayable() || body.length() == 0 || (kept == null ? lent.unread() : kept.isWhole());
    }

    /** Takes a place in the budget, once for all retries of the exchange. */
    boolean mayRetry() {
        retrying = retrying || ledger.beginRetry();
        overBudget = !retrying;
        return retrying;
    }

    /** Whether the budget alone has refused another attempt. */
    boolean isOverBudget() {
        return overBudget;
    }

    /**
     * Whether the next attempt may be a new pick: the last one did not reach its upstream, and was the first to try it.
     * If so, it is counted.
     */
    boolean mayPickAnew(Attempt attempt) {
        if (!attempt.unreached()) {
            return false;
        }
        unreached++;
        boolean elsewhere = attempt.upstream()
                .filter(upstream -> !attempt.request().tried().contains(upstream))
                .isPresent();
        picking = elsewhere && ledger.beginNewPick();
        return picking;
    }

    /** An attempt has ended: if it was a new pick, that is not under way any more. */
    void answered() {
        if (picking) {
            picking = false;
            ledger.endNewPick();
        }
    }

    /** Closes the response of an attempt that is not the last, and keeps the cause. */
    void discards(Attempt attempt) {
        if (tried.size() < Provenance.MOST_TRIED) {
            tried.addAll(attempt.tried());
        }
        attempt.response().close();
    }

    /** The attempts whose responses were discarded, the first ones. */
    List<Provenance.Tried> tried() {
        return tried;
    }

    /** The exchange ends with this attempt. */
    void settled(Attempt attempt) {
        if (kept != null) {
            kept.answered();
        }
        if (unreached > 0 && !attempt.unreached()) {
            ledger.helped(unreached);
        }
        if (retrying && (attempt.failed() || Grpc.countedStatus(attempt.response()) >= 500)) {
            ledger.inVain();
        }
    }

    boolean givenUp() {
        return clientGone || Thread.currentThread().isInterrupted();
    }

    @Override
    public void close() {
        registration.cancel();
        answered();
        ledger.end(retrying);
    }
}
