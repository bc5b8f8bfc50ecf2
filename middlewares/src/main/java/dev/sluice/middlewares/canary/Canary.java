package dev.sluice.middlewares.canary;

import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.canary.CanaryState.Phase;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A pool with a new version that is given more and more of the requests. Each step ends by a sequential test, which may
 * look after every exchange and needs no number of exchanges fixed before: evidence that the canary fails more often or
 * is slower than the other pools rolls it back, and evidence that it does neither by more than a margin promotes it.
 * Without enough evidence for either it stays where it is.
 *
 * <p>Failures are those of the upstream: the network behind the gateway, and statuses 500 to 504. Slow is what takes
 * longer to the head than 95 percent of the responses of the other pools lately. For the test see {@link Evidence}; its
 * guarantees hold if exchanges of both sides fail independently of one another: a client that breaks whatever it meets
 * is not.
 *
 * <p>Thread-safe: the shares are an immutable snapshot, what is counted is guarded by one small lock.
 */
public final class Canary {
    /**
     * How requests are divided at one moment.
     *
     * @param step index of the share
     * @param share percent
     * @param trial number of the trial that exchanges which begin now belong to
     */
    record Stand(Phase phase, int step, double share, int trial) {}

    /**
     * A decision to change the share.
     *
     * @param from percent of the requests before
     * @param state after the change; its counts are those that led to it
     * @param why the evidence, or that somebody said so
     */
    record Change(double from, CanaryState state, String why) {}

    private static final String BY_HAND = "by hand";

    private final CanaryOptions options;
    private final Ticker ticker;
    private final Consumer<Change> listener;
    private final double[] shares;

    private final SlowMark mark = new SlowMark();
    private Trial trial;
    private long since;
    private volatile Stand stand;

    /**
     * A canary at its first step, of two or more.
     *
     * @param first percent of the requests at first; 0 for the first of the steps
     * @param listener is told of decisions, without a lock
     */
    Canary(CanaryOptions options, double first, Ticker ticker, Consumer<Change> listener) {
        this.options = options;
        this.ticker = ticker;
        this.listener = listener;
        double[] later = options.steps().stream()
                .mapToDouble(step -> step)
                .filter(step -> step > first)
                .toArray();
        shares = first == 0 ? later : prepended(first, later);
        trial = Trial.first(options, shares.length - 1);
        since = ticker.nanos();
        stand = new Stand(Phase.TRYING, 0, shares[0], 0);
    }

    private static double[] prepended(double first, double[] rest) {
        double[] all = new double[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    boolean isOf(String pool) {
        return options.pool().equals(pool);
    }

    /** How requests are divided now. */
    Stand stand() {
        return stand;
    }

    /**
     * Counts an exchange that has ended, and decides.
     *
     * @param begun how requests were divided when it began; an exchange of an earlier trial is not counted
     * @param ofCanary whether the canary had it
     * @param failed whether its upstream failed
     * @param latency nanoseconds to the head
     */
    void ended(Stand begun, boolean ofCanary, boolean failed, long latency) {
        told(decided(begun, ofCanary, failed, latency));
    }

    private void told(Optional<Change> change) {
        change.ifPresent(listener);
    }

    private synchronized Optional<Change> decided(Stand begun, boolean ofCanary, boolean failed, long latency) {
        if (stand.phase() != Phase.TRYING || begun.trial() != stand.trial()) {
            return Optional.empty();
        }
        trial.ended(ofCanary, 1, failed ? 1 : 0);
        if (!failed) {
            answered(ofCanary, latency);
        }
        return decided();
    }

    private void answered(boolean ofCanary, long latency) {
        if (trial.isBetweenBlocks()) {
            mark.renew();
        }
        if (mark.isKnown()) {
            trial.answered(ofCanary, 1, mark.isSlow(latency) ? 1 : 0);
        }
        if (!ofCanary) {
            mark.add(latency);
        }
    }

    private Optional<Change> decided() {
        return switch (trial.verdict()) {
            case UNDECIDED -> Optional.empty();
            case FAILS_MORE -> Optional.of(rolledBack("it fails more often"));
            case SLOWER -> Optional.of(rolledBack("it is slower"));
            case HARMLESS ->
                ticker.nanos() - since < options.hold().toNanos()
                        ? Optional.empty()
                        : Optional.of(promoted("it is no worse by the margins"));
        };
    }

    private Change rolledBack(String why) {
        return moved(Phase.ROLLED_BACK, 0, 0, why);
    }

    private Change promoted(String why) {
        int step = stand.phase() == Phase.ROLLED_BACK ? 0 : Math.min(stand.step() + 1, shares.length - 1);
        return moved(step == shares.length - 1 ? Phase.PROMOTED : Phase.TRYING, step, shares[step], why);
    }

    /** The counts in the change are those of the trial that ends. */
    private Change moved(Phase phase, int step, double share, String why) {
        double from = stand.share();
        stand = new Stand(phase, step, share, stand.trial() + 1);
        CanaryState state = state();
        Change change = new Change(from, state, why + ": " + state.evidence());
        trial = trial.next();
        since = ticker.nanos();
        return change;
    }

    /**
     * The phase and the share of the canary.
     *
     * @return counts and evidence of this step
     */
    public synchronized CanaryState state() {
        Tally compared = trial.compared();
        return new CanaryState(
                options.pool(),
                stand.phase(),
                stand.share(),
                compared.canary(),
                compared.canaryHits(),
                compared.stable(),
                compared.stableHits(),
                trial.moreFailures(),
                trial.slower(),
                trial.harmless(),
                trial.needed());
    }

    /** Gives the canary the share of the next step, whatever the evidence is; after a rollback that of the first. */
    public void promote() {
        told(promotedByHand());
    }

    /** Gives the canary no more requests, until it is promoted or resumed by hand, or the model changes. */
    public void rollBack() {
        told(rolledBackByHand());
    }

    private synchronized Optional<Change> promotedByHand() {
        return stand.phase() == Phase.PROMOTED ? Optional.empty() : Optional.of(promoted(BY_HAND));
    }

    private synchronized Optional<Change> rolledBackByHand() {
        return stand.phase() == Phase.ROLLED_BACK ? Optional.empty() : Optional.of(rolledBack(BY_HAND));
    }

    /**
     * Holds the canary at its share: nothing is counted or decided until {@link #resume}. Does nothing unless it is
     * being tried.
     */
    public synchronized void hold() {
        if (stand.phase() == Phase.TRYING) {
            moved(Phase.HELD, stand.step(), stand.share(), "");
        }
    }

    /** Goes on at the share at which it is held, with a new count; after a rollback at the first step. */
    public synchronized void resume() {
        if (stand.phase() == Phase.HELD) {
            moved(Phase.TRYING, stand.step(), stand.share(), "");
        } else if (stand.phase() == Phase.ROLLED_BACK) {
            moved(Phase.TRYING, 0, shares[0], "");
        }
    }

    @Override
    public String toString() {
        return state().toString();
    }
}
