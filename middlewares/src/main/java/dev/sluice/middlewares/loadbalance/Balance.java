package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.middlewares.loadbalance.health.PassiveCheck;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.sticky.Affinity;
import dev.sluice.middlewares.loadbalance.sticky.StickySession;
import java.util.Optional;

/**
 * The common part of balancing steps: picks a member by the policy or the client's cookie, has the exchange with it,
 * learns from the response whether it can be connected to, and tells listeners.
 */
final class Balance {
    private final Pool pool;
    private final Balancer balancer;
    private final RoundRobinOptions options;
    private final Optional<StickySession> sticky;
    private final Optional<PassiveCheck> health;
    private final Ticker ticker;

    Balance(Pool pool, Balancer balancer, RoundRobinOptions options, Optional<StickySession> sticky, Ticker ticker) {
        this.pool = pool;
        this.balancer = balancer;
        this.options = options;
        this.sticky = sticky;
        this.health = options.health().map(rules -> new PassiveCheck(rules, pool, ticker));
        this.ticker = ticker;
    }

    Response handle(Request request, Handler next) {
        if (sticky.isEmpty()) {
            Optional<Member> picked = pool.pick(request, balancer);
            return picked.isEmpty() ? nobody(request) : exchange(request, picked.get(), next);
        }
        Affinity affinity = sticky.get().affinity(balancer);
        Optional<Member> picked = pool.pick(request, affinity);
        return picked.isEmpty()
                ? nobody(request)
                : affinity.stick(exchange(request, picked.get(), next), request, picked.get());
    }

    private Response nobody(Request request) {
        return pool.answer(request)
                .orElseGet(() -> Response.failed(
                        new Failure.NoUpstream("no member takes requests: [" + pool + "]"), Provenance.LOCAL));
    }

    private Response exchange(Request before, Member member, Handler next) {
        Request after = before.withUpstream(member.upstream());
        for (RewriteListener listener : options.onPick()) {
            listener.picked(before, after);
        }
        Response response = member.exchange(after, next, ticker, options.onState());
        if (health.isPresent()) {
            health.get().learn(member, response);
        }
        return response;
    }
}
