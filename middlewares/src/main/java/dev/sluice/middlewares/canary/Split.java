package dev.sluice.middlewares.canary;

import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.options.KeyHash;
import dev.sluice.middlewares.canary.CanaryState.Phase;
import dev.sluice.middlewares.rolling.Blame;
import dev.sluice.middlewares.rolling.Latency;
import dev.sluice.model.Environment;
import dev.sluice.model.UsesPools;
import java.util.Optional;
import java.util.function.Function;

/**
 * Divides requests among pools by their weights, and lets a {@link Canary} grow. It keeps the state; {@link #over}
 * binds it to the pools of a generation. Thread-safe.
 */
public final class Split implements Handler, UsesPools<Handler> {
    private static final System.Logger LOGGER = System.getLogger(Split.class.getName());

    private final SplitOptions options;
    private final Environment environment;
    private final Shares shares;
    private final Optional<Canary> canary;

    /**
     * A split.
     *
     * @param options pools, weights, canary
     * @param environment time, randomness, journal
     */
    public Split(SplitOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
        String tried = options.canary().map(CanaryOptions::pool).orElse("");
        shares = new Shares(options.pools(), tried);
        canary = options.canary()
                .map(grows -> new Canary(grows, options.canaryWeight(), environment.ticker(), this::tell));
    }

    /**
     * The canary.
     *
     * @return empty if the weights stay
     */
    public Optional<Canary> canary() {
        return canary;
    }

    @Override
    public Handler over(Function<String, Handler> pools) {
        return request -> handle(request, pools);
    }

    /** Fails: a split answers requests only after {@link #over} has bound it to pools. */
    @Override
    public Response handle(Request request) {
        throw new IllegalStateException("split must be bound to pools: over(...)");
    }

    private Response handle(Request request, Function<String, Handler> pools) {
        return canary.map(tried -> trying(tried, request, pools))
                .orElseGet(() -> pools.apply(shares.choose(number(request), 0)).handle(request));
    }

    private Response trying(Canary tried, Request request, Function<String, Handler> pools) {
        Canary.Stand stand = tried.stand();
        String pool = shares.choose(number(request), stand.share() / 100);
        if (stand.phase() != Phase.TRYING) {
            return pools.apply(pool).handle(request);
        }
        long begun = environment.ticker().nanos();
        return pools.apply(pool).handle(request).onEnd(outcome -> ended(tried, stand, pool, outcome, begun));
    }

    private void ended(Canary tried, Canary.Stand stand, String pool, Outcome outcome, long begun) {
        Blame blame = Blame.of(outcome);
        if (blame != Blame.CLIENT) {
            long latency = Latency.toHead(outcome, environment.ticker().nanos() - begun)
                    .toNanos();
            tried.ended(stand, tried.isOf(pool), blame == Blame.UPSTREAM, latency);
        }
    }

    /** The hash of the key of a client, or a drawn number if the request has no key. */
    private long number(Request request) {
        String key = options.by().map(source -> source.key(request)).orElse("");
        return key.isEmpty() ? environment.random().nextLong() : KeyHash.of(key);
    }

    private void tell(Canary.Change change) {
        CanaryState state = change.state();
        boolean back = state.phase() == Phase.ROLLED_BACK;
        LOGGER.log(
                back ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                "canary {0}: {1} % in place of {2} %: {3}",
                state.pool(),
                CanaryState.percent(state.share()),
                CanaryState.percent(change.from()),
                change.why());
        if (environment.journal().isRead()) {
            environment
                    .journal()
                    .note(
                            back
                                    ? new Decision.RolledBack(state.pool(), change.why())
                                    : new Decision.Promoted(state.pool(), state.share() / 100, change.why()));
        }
    }

    @Override
    public String toString() {
        return SplitType.TYPE.describe(options);
    }
}
