package dev.sluice.middlewares.loadbalance.sticky;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The balancer of one request of a sticky pool: the member that the client's cookie names, if it may be picked, otherwise
 * whom another balancer picks. Used by one thread.
 */
public final class Affinity implements Balancer {
    private final StickySession session;
    private final Balancer others;
    private @Nullable Member stuckTo;

    Affinity(StickySession session, Balancer others) {
        this.session = session;
        this.others = others;
    }

    @Override
    public Member pick(Request request, List<Member> members) {
        Optional<Member> named = session.named(request, members);
        if (named.isPresent()) {
            stuckTo = named.get();
            return named.get();
        }
        return others.pick(request, members);
    }

    /**
     * Tells the client by {@code Set-Cookie} to come back to a member, unless its own cookie named that member or the
     * attempt has failed.
     *
     * @param response of the member
     * @param request the request it answers
     * @param picked the member
     * @return the response, perhaps with one field more
     */
    public Response stick(Response response, Request request, Member picked) {
        return stuckTo == picked || response.failure().isPresent()
                ? response
                : session.stick(response, request, picked.upstream());
    }
}
