package dev.sluice.middlewares.hedge;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.loadbalance.pool.PickWatch;
import dev.sluice.model.Environment;
import java.util.Set;

/**
 * Sends a second attempt to another member if the first takes longer than almost all others, and passes on the answer
 * that comes first.
 *
 * <p>Requests are hedged if their method is safe (GET, HEAD, OPTIONS; RFC 9110 §9.2.1), they have no body or one that
 * can be read again, and they ask for no upgrade. The first good head wins: one of an upstream, with a status below
 * 500. An attempt that fails while another is under way is not passed on, unless all fail. The attempts that have lost
 * are cancelled at once, as if their client had left: whatever they wait for ends, and what they hold is given back. If
 * the client leaves, all are cancelled. An exception of any attempt is a bug and is thrown.
 *
 * <p>The first attempt runs on the caller's thread. If it is answered in time, hedging costs a timer and two small
 * objects. The others run on virtual threads. A {@link HedgeBudget} limits how many attempts are added.
 *
 * <p>Thread-safe. After "The Tail at Scale" (Dean, Barroso, 2013).
 */
public final class Hedge implements Middleware {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final HedgeOptions options;
    private final HedgeParts parts;

    /**
     * Hedges by the rules of its options.
     *
     * @param options after which time, and how many
     * @param environment time, timers, threads, instruments
     */
    public Hedge(HedgeOptions options, Environment environment) {
        this.options = options;
        this.parts = HedgeParts.of(options, environment);
    }

    @Override
    public Response handle(Request request, Handler next) {
        if (!canBeHedged(request)) {
            return next.handle(request);
        }
        parts.allowance().earn();
        long delay = parts.delay().nanos();
        return delay == Delay.NEVER
                ? measured(request, next)
                : new HedgedExchange(request, next, delay, parts).answer();
    }

    /** Whether a second attempt is safe. Never inside another hedge, since attempts would multiply. */
    private static boolean canBeHedged(Request request) {
        return SAFE.contains(request.method())
                && (request.body().length() == 0 || request.body().replayable())
                && !request.fields().contains("Upgrade")
                && request.attributes().get(PickWatch.KEY).isEmpty();
    }

    private Response measured(Request request, Handler next) {
        long startedAt = parts.ticker().nanos();
        Response response = next.handle(request);
        if (HedgedAttempt.isGood(response)) {
            parts.delay().measure(parts.ticker().nanos() - startedAt);
        }
        return response;
    }

    @Override
    public String describe() {
        return HedgeType.TYPE.describe(options);
    }
}
