package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Upstream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A pool between two changes: who is in it, and who may be picked as the votes stood when it was made. Immutable.
 *
 * @param members all, in the order they were added
 * @param byUpstream the same by upstream
 * @param taking who may be picked, perhaps on trial
 * @param lastResort who may be picked if nobody of those takes the request
 * @param contested those with votes, whom time alone may let in again
 * @param standings how these stood
 */
record Roster(
        List<Member> members,
        Map<Upstream, Member> byUpstream,
        List<Member> taking,
        List<Member> lastResort,
        List<Member> contested,
        List<Vote.Standing> standings) {
    static Roster of(List<Member> members) {
        members.forEach(Member::settle);
        List<Member> weighty =
                members.stream().filter(member -> member.weight() > 0).toList();
        List<Member> contested =
                weighty.stream().filter(member -> !member.votes().isEmpty()).toList();
        return new Roster(
                List.copyOf(members),
                members.stream().collect(Collectors.toUnmodifiableMap(Member::upstream, Function.identity())),
                weighty.stream().filter(Member::takes).toList(),
                contested.stream().filter(Member::lastResort).toList(),
                contested,
                contested.stream().map(Member::standing).toList());
    }

    /** Whether the votes still stand as they stood. */
    boolean holds() {
        for (int i = 0; i < contested.size(); i++) {
            if (contested.get(i).standing() != standings.get(i)) {
                return false;
            }
        }
        return true;
    }
}
