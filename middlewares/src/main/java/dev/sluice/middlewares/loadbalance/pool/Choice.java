package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Request;
import java.util.List;
import java.util.Optional;

/**
 * The choice of a member if there are votes against some, or some were tried for the request.
 *
 * @param request whom it is for
 * @param balancer decides among those who may be picked
 */
record Choice(Request request, Balancer balancer) {
    Optional<Member> among(List<Member> taking, List<Member> lastResort) {
        return admitted(untried(taking))
                .or(() -> any(untried(lastResort)))
                .or(() -> admitted(tried(taking)))
                .or(() -> any(lastResort));
    }

    private List<Member> untried(List<Member> members) {
        return request.tried().isEmpty()
                ? members
                : members.stream()
                        .filter(member -> !request.tried().contains(member.upstream()))
                        .toList();
    }

    private List<Member> tried(List<Member> members) {
        return members.stream()
                .filter(member -> request.tried().contains(member.upstream()))
                .toList();
    }

    /**
     * Picks a member that admits the request. A member on trial that does not admit it counts as tried for the next
     * pick, which then uses up no turn.
     */
    private Optional<Member> admitted(List<Member> members) {
        List<Member> left = members;
        Request asked = request;
        while (!left.isEmpty()) {
            Optional<Member> picked = balancer.pick(asked, left);
            if (picked.isEmpty() || picked.get().admits()) {
                return picked;
            }
            asked = asked.withTried(picked.get().upstream());
            left = left.stream().filter(member -> member != picked.get()).toList();
        }
        return Optional.empty();
    }

    private Optional<Member> any(List<Member> members) {
        return members.isEmpty() ? Optional.empty() : balancer.pick(request, members);
    }
}
