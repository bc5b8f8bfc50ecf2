package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.middlewares.loadbalance.policy.WeightedRoundRobin;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.middlewares.loadbalance.sticky.StickySession;
import dev.sluice.model.Environment;
import java.util.Optional;

/**
 * Gives every request an upstream: members of a {@link Pool} in turn, each as often as its weight says, interleaved.
 *
 * <p>With weights 3, 2 and 1 the order is A A B A B C: a bar is lowered from the greatest weight by the greatest common
 * divisor, and in each round all who reach it take a turn. A retry takes no turn of its own and goes to a member that
 * was not tried yet, if there is one. If no member takes the request, because the pool is empty, drained, down or
 * tripped, the client sees 503 and the failure is {@link dev.sluice.core.Failure.NoUpstream} (oxy answers 500).
 *
 * <p>Members that cannot be connected to are ejected for some time, see {@link PassiveHealth}.
 *
 * <p>With a {@linkplain StickyOptions sticky session} a request goes to the member that its cookie names, if that takes
 * requests and was not tried already. Otherwise a member is picked, and the response names it by {@code Set-Cookie},
 * unless the attempt failed.
 *
 * <p>Thread-safe; a pick takes no lock. After oxy's {@code roundrobin.RoundRobin}.
 */
public final class RoundRobin implements Middleware {
    private final RoundRobinOptions options;
    private final Balance balance;

    /**
     * Balances over a pool by the defaults.
     *
     * @param pool the members; may be changed at any time
     * @param ticker the time
     */
    public RoundRobin(Pool pool, Ticker ticker) {
        this(RoundRobinOptions.builder(pool).build(), pool, Optional.empty(), ticker);
    }

    /**
     * Balances over a pool.
     *
     * @param options pool, affinity, health and listeners
     * @param environment time, random numbers, and the live pool of a spec
     */
    public RoundRobin(RoundRobinOptions options, Environment environment) {
        this(
                options,
                options.pool().in(environment),
                options.sticky().map(sticky -> new StickySession(sticky, environment.ticker(), environment.secrets())),
                environment.ticker());
    }

    private RoundRobin(RoundRobinOptions options, Pool pool, Optional<StickySession> sticky, Ticker ticker) {
        this.options = options;
        this.balance = new Balance(pool, new WeightedRoundRobin(), options, sticky, ticker);
    }

    @Override
    public Response handle(Request request, Handler next) {
        return balance.handle(request, next);
    }

    @Override
    public String describe() {
        return RoundRobinType.TYPE.describe(options);
    }
}
