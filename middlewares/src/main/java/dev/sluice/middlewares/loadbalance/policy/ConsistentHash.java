package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The member of a key of the request, by a {@link MaglevTable}. A request without the key gets a member in turn.
 *
 * <p>With a bound (Mirrokni, Thorup, Zadimoghaddam 2018), a member that would have more requests in flight than so many percent
 * of its share passes the key on to the member of the next slot. A retry is passed on in the same way past the members that it
 * may not go to, so all retries of a key meet at the same member.
 *
 * <p>Thread-safe. A pick takes no lock; when the members change, a lock guards the making of the next table, which takes some
 * milliseconds. The first pick after a change still walks the table before, past the members that are gone: a list that never
 * comes again, such as that of the members which are not full, is not worth a table.
 */
final class ConsistentHash implements Balancer {
    private static final int MOST_STEPS = 1_000;

    private final WeightedRoundRobin others = new WeightedRoundRobin();
    private final Source key;
    private final int bound;
    private volatile @Nullable KeyedMembers keyed;
    private List<Member> seen = List.of();

    /** By a source; the bound is in percent, 0 for none. */
    ConsistentHash(Source key, int bound) {
        this.key = key;
        this.bound = bound;
    }

    @Override
    public Optional<Member> pick(Request request, List<Member> members) {
        String text = key.key(request);
        if (text.isEmpty()) {
            return others.pick(request, members);
        }
        KeyedMembers present = keyed;
        KeyedMembers asked =
                present != null && (present.isOver(members) || !request.tried().isEmpty()) ? present : known(members);
        Predicate<Member> allowed = asked.isOver(members) ? member -> true : Set.copyOf(members)::contains;
        return walk(asked, MaglevTable.slot(text), allowed).or(() -> others.pick(request, members));
    }

    private Optional<Member> walk(KeyedMembers asked, int slot, Predicate<Member> allowed) {
        double most = bound == 0 ? Double.POSITIVE_INFINITY : bound / 100.0 * asked.average();
        for (int step = 0; step < MOST_STEPS; step++) {
            Member member = asked.table().at(slot + step);
            if (member.inFlight() < Math.ceil(most * member.effectiveWeight()) && allowed.test(member)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /** Those of a list, or those before if it comes for the first time: some lists are made for one pick. */
    @SuppressWarnings("ReferenceEquality") // only the same list comes for the second time
    private synchronized KeyedMembers known(List<Member> members) {
        KeyedMembers present = keyed;
        boolean again = members == seen;
        seen = members;
        if (present != null && !again && !present.isLike(members)) {
            return present;
        }
        KeyedMembers next =
                present != null && present.isLike(members) ? present.over(members) : KeyedMembers.of(members);
        keyed = next;
        return next;
    }
}
