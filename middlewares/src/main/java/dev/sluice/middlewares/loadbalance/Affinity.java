package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Request;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The balancer of one request of a sticky pool: the member that the client's cookie names, if it may be picked, otherwise
 * whom another balancer picks. Used by one thread.
 */
final class Affinity implements Balancer {
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

    /** Whether the client was sent to the member by its own cookie. */
    boolean isFor(Member member) {
        return stuckTo == member;
    }
}
