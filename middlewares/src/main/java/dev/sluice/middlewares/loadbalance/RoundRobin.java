package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import java.util.Optional;

/**
 * Gives every request an upstream: members of a {@link Pool} in turn, each as often as its weight says, interleaved.
 *
 * <p>With weights 3, 2 and 1 the order is A A B A B C: a bar is lowered from the greatest weight by the greatest common
 * divisor, and in each round all who reach it take a turn. A retry goes to a member that was not tried yet, if there is
 * one. If nobody takes requests, because the pool is empty, drained or down, the client sees 503 and the failure is
 * {@link Failure.NoUpstream} (oxy answers 500).
 *
 * <p>With a {@link dev.sluice.middlewares.loadbalance.StickySession} a request goes where its cookie says, as long as that
 * member takes requests and was not tried already. Any other is picked and told to come back by {@code Set-Cookie},
 * unless the attempt failed.
 *
 * <p>Thread-safe; a pick takes no lock. After oxy's {@code roundrobin.RoundRobin}.
 */
public final class RoundRobin implements Middleware {
    private final Pool pool;
    private final RoundRobinOptions options;

    /**
     * Balances over a pool.
     *
     * @param pool the members; may be changed at any time
     */
    public RoundRobin(Pool pool) {
        this(pool, RoundRobinOptions.DEFAULT);
    }

    /**
     * Balances over a pool.
     *
     * @param pool the members; may be changed at any time
     * @param options affinity and listeners
     */
    public RoundRobin(Pool pool, RoundRobinOptions options) {
        this.pool = pool;
        this.options = options;
    }

    @Override
    public Response handle(Request request, Handler next) {
        Optional<Upstream> stuckTo = options.sticky().flatMap(session -> session.named(request, pool.taking()));
        Optional<Upstream> picked =
                stuckTo.filter(upstream -> !request.tried().contains(upstream)).or(() -> pool.pick(request.tried()));
        if (picked.isEmpty()) {
            return Response.failed(
                    new Failure.NoUpstream("no member takes requests: [" + pool + "]"), Provenance.LOCAL);
        }
        Response response = passOn(request, request.withUpstream(picked.get()), next);
        boolean stick = !stuckTo.equals(picked) && response.failure().isEmpty();
        return stick ? stuck(response, request, picked.get()) : response;
    }

    private Response stuck(Response response, Request request, Upstream upstream) {
        return options.sticky()
                .map(session -> session.stick(response, request, upstream))
                .orElse(response);
    }

    private Response passOn(Request before, Request after, Handler next) {
        options.onPick().forEach(listener -> listener.picked(before, after));
        return options.onState().isEmpty() ? next.handle(after) : watched(after, next);
    }

    private Response watched(Request request, Handler next) {
        Upstream upstream = request.upstream().orElseThrow();
        tell(upstream, StateListener.State.CONNECTED);
        Response response;
        try {
            response = next.handle(request);
        } catch (RuntimeException | Error bug) {
            tell(upstream, StateListener.State.DISCONNECTED);
            throw bug;
        }
        return response.onEnd(outcome -> tell(upstream, StateListener.State.DISCONNECTED));
    }

    private void tell(Upstream upstream, StateListener.State state) {
        options.onState().forEach(listener -> listener.changed(upstream, state));
    }

    @Override
    public String describe() {
        return "roundRobin(" + pool + ")";
    }
}
