package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.core.Upstream;
import java.util.Optional;

/**
 * What every balancing step does around its policy: picks by it, or goes where the client's cookie says, counts the
 * requests in flight, learns who can be connected to, and tells listeners.
 */
final class Balance {
    private final Pool pool;
    private final Balancer balancer;
    private final RoundRobinOptions options;
    private final Optional<StickySession> sticky;
    private final Ticker ticker;

    Balance(Pool pool, Balancer balancer, RoundRobinOptions options, Optional<StickySession> sticky, Ticker ticker) {
        this.pool = pool;
        this.balancer = balancer;
        this.options = options;
        this.sticky = sticky;
        this.ticker = ticker;
    }

    Response handle(Request request, Handler next) {
        if (sticky.isEmpty()) {
            Optional<Member> picked = pool.pick(request, balancer);
            return picked.isEmpty() ? nobody(request) : exchange(request, picked.get(), next);
        }
        Affinity affinity = new Affinity(sticky.get(), balancer);
        Optional<Member> picked = pool.pick(request, affinity);
        if (picked.isEmpty()) {
            return nobody(request);
        }
        Response response = exchange(request, picked.get(), next);
        return affinity.isFor(picked.get()) || response.failure().isPresent()
                ? response
                : sticky.get().stick(response, request, picked.get().upstream());
    }

    private Response nobody(Request request) {
        return pool.firstAnswer(judge -> judge.answer(request))
                .orElseGet(() -> Response.failed(
                        new Failure.NoUpstream("no member takes requests: [" + pool + "]"), Provenance.LOCAL));
    }

    private Response exchange(Request before, Member member, Handler next) {
        Request after = before.withUpstream(member.upstream());
        for (RewriteListener listener : options.onPick()) {
            listener.picked(before, after);
        }
        member.begin(ticker);
        tell(member.upstream(), StateListener.State.CONNECTED);
        Response response;
        try {
            response = next.handle(after);
        } catch (RuntimeException | Error bug) {
            member.abandon();
            tell(member.upstream(), StateListener.State.DISCONNECTED);
            throw bug;
        }
        if (options.health().isPresent()) {
            member.ejection().learn(response, options.health().get(), ticker, pool, member);
        }
        return watched(member.until(response), member.upstream());
    }

    private Response watched(Response response, Upstream upstream) {
        return options.onState().isEmpty()
                ? response
                : response.onEnd(outcome -> tell(upstream, StateListener.State.DISCONNECTED));
    }

    private void tell(Upstream upstream, StateListener.State state) {
        for (StateListener listener : options.onState()) {
            listener.changed(upstream, state);
        }
    }
}
