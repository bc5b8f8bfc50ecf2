package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Decision;
import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Journal;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.middlewares.loadbalance.health.PassiveCheck;
import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.middlewares.loadbalance.policy.WeightedRoundRobin;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.middlewares.loadbalance.sticky.StickySession;
import dev.sluice.model.Environment;
import java.util.Optional;

/**
 * Gives every request an upstream: the member of a {@link Pool} that the {@linkplain BalanceOptions#policy() policy} picks,
 * by default each in turn, as often as its weight says.
 *
 * <p>A retry goes to a member that was not tried yet, if there is one, and takes no turn. If no member takes the request,
 * because the pool is empty, drained, down or tripped, the client sees 503 and the failure is {@link
 * dev.sluice.core.Failure.NoUpstream} (oxy answers 500).
 *
 * <p>Members that cannot be connected to are ejected for some time, see {@link PassiveHealth}.
 *
 * <p>With a {@linkplain StickyOptions sticky session} a request goes to the member that its cookie names, also while that
 * drains, unless it is out for another reason or was tried already. Otherwise a member is picked, and the response names it by {@code Set-Cookie},
 * unless the attempt failed.
 *
 * <p>Thread-safe; a pick takes no lock. After oxy's {@code roundrobin.RoundRobin}.
 */
public final class Balance implements Middleware {
    private final BalanceOptions options;
    private final Pool pool;
    private final Balancer balancer;
    private final Optional<StickySession> sticky;
    private final Optional<PassiveCheck> health;
    private final Ticker ticker;
    private final Journal journal;

    /**
     * Balances over a pool by the defaults: in turn.
     *
     * @param pool the members; may be changed at any time
     * @param ticker the time
     */
    public Balance(Pool pool, Ticker ticker) {
        this(
                BalanceOptions.builder(pool).build(),
                pool.runs(ticker, Journal.NONE),
                new WeightedRoundRobin(),
                Optional.empty(),
                ticker,
                Journal.NONE);
    }

    /**
     * Balances over a pool.
     *
     * @param options pool, policy, affinity, health and listeners
     * @param environment time, random numbers, and the live pool of a spec
     */
    public Balance(BalanceOptions options, Environment environment) {
        this(
                options,
                options.pool().in(environment),
                options.policy().balancer(environment),
                options.sticky().map(sticky -> new StickySession(sticky, environment.ticker(), environment.secrets())),
                environment.ticker(),
                environment.journal());
    }

    private Balance(
            BalanceOptions options,
            Pool pool,
            Balancer balancer,
            Optional<StickySession> sticky,
            Ticker ticker,
            Journal journal) {
        this.options = options;
        this.pool = pool;
        this.balancer = balancer;
        this.sticky = sticky;
        this.health = options.health().map(rules -> new PassiveCheck(rules, pool, ticker));
        this.ticker = ticker;
        this.journal = journal;
    }

    @Override
    public Response handle(Request request, Handler next) {
        return sticky.isEmpty()
                ? answer(request, pool.pick(request, balancer), next)
                : answer(request, sticky.get(), next);
    }

    private Response answer(Request request, StickySession session, Handler next) {
        Optional<Member> home = session.named(request, pool.members());
        Optional<Member> picked =
                home.filter(member -> pool.keeps(member, request)).or(() -> pool.pick(request, balancer));
        Response response = answer(request, picked, next);
        return picked.isEmpty() || picked.equals(home) || response.failure().isPresent()
                ? response
                : session.stick(response, request, picked.get().upstream());
    }

    private Response answer(Request request, Optional<Member> picked, Handler next) {
        return picked.isEmpty() ? nobody(request) : exchange(request, picked.get(), next);
    }

    private Response nobody(Request request) {
        if (journal.isRead()) {
            journal.note(request, new Decision.Unavailable(pool.toString()));
        }
        return pool.answer(request)
                .orElseGet(() -> Response.failed(
                        new Failure.NoUpstream("no member takes requests: [" + pool + "]"), Provenance.LOCAL));
    }

    private Response exchange(Request before, Member member, Handler next) {
        Request after = before.withUpstream(member.upstream());
        if (journal.isRead()) {
            journal.note(
                    after,
                    new Decision.Picked(member.upstream(), options.policy().toString()));
        }
        for (RewriteListener listener : options.onPick()) {
            listener.picked(before, after);
        }
        Response response = member.exchange(after, next, ticker, options.onState());
        if (health.isPresent()) {
            health.get().learn(member, response);
        }
        return response;
    }

    @Override
    public String describe() {
        return BalanceType.TYPE.describe(options);
    }
}
