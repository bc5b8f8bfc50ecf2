package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.Request;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Picks among the members of the {@link Subset} that a request may go to. Each subset has a policy of its own, so its own turn,
 * for as long as the pool has a member of it. There are as many subsets as there are different members at most, whatever
 * requests name. Thread-safe, no lock.
 */
final class Subsets implements Balancer {
    private final Subset subset;
    private final Supplier<List<Member>> all;
    private final Function<Supplier<List<Member>>, Balancer> policy;
    private final Map<List<String>, Balancer> policies = new ConcurrentHashMap<>();
    private final Balancer anybody;
    private volatile Split split = new Split(List.of(), Map.of());

    /** The members of a list by the values they have. */
    private record Split(List<Member> members, Map<List<String>, List<Member>> byValues) {
        @SuppressWarnings("ReferenceEquality") // the same list means that nothing has changed
        boolean isOver(List<Member> others) {
            return members == others;
        }
    }

    /** Over all members of a pool; the policy of a subset is made from its members. */
    Subsets(Subset subset, Supplier<List<Member>> all, Function<Supplier<List<Member>>, Balancer> policy) {
        this.subset = subset;
        this.all = all;
        this.policy = policy;
        this.anybody = policy.apply(all);
    }

    @Override
    public boolean readsLatency() {
        return anybody.readsLatency();
    }

    @Override
    public Optional<Member> pick(Request request, List<Member> members) {
        Optional<List<String>> wanted = subset.wanted(request);
        List<Member> those = wanted.map(
                        values -> split(request, members).byValues().getOrDefault(values, List.of()))
                .orElse(List.of());
        if (!those.isEmpty()) {
            return of(wanted.orElseThrow()).pick(request, those);
        }
        return subset.fallback() == Subset.Fallback.ANY ? anybody.pick(request, members) : Optional.empty();
    }

    private Balancer of(List<String> values) {
        Balancer present = policies.get(values);
        return present != null
                ? present
                : policies.computeIfAbsent(values, first -> policy.apply(() -> in(values, all.get())));
    }

    private List<Member> in(List<String> values, List<Member> members) {
        return byValues(members).getOrDefault(values, List.of());
    }

    private Split split(Request request, List<Member> members) {
        Split present = split;
        if (present.isOver(members)) {
            return present;
        }
        Split next = new Split(members, byValues(members));
        if (request.tried().isEmpty()) {
            split = next;
            policies.keySet().retainAll(byValues(all.get()).keySet());
        }
        return next;
    }

    private Map<List<String>, List<Member>> byValues(List<Member> members) {
        Map<List<String>, List<Member>> found = new HashMap<>();
        Map<Optional<List<String>>, List<Member>> groups =
                members.stream().collect(Collectors.groupingBy(subset::had, Collectors.toUnmodifiableList()));
        groups.forEach((values, group) -> values.ifPresent(known -> found.put(known, group)));
        return found;
    }
}
