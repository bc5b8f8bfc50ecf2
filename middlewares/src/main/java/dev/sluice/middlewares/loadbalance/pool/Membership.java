package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who belongs to a pool, and the votes on each: an immutable {@link Roster}, which changes replace under the lock of this
 * object. A change of one member keeps what is known of the others, and is noted.
 */
final class Membership {
    private final WaitingLine line;
    private volatile Roster roster = Roster.EMPTY;
    private volatile Journal journal = Journal.NONE;

    Membership(WaitingLine line) {
        this.line = line;
    }

    void noteIn(Journal notes) {
        journal = notes;
    }

    Optional<Member> of(Upstream upstream) {
        return Optional.ofNullable(roster.byUpstream().get(upstream));
    }

    /** The roster of this moment: votes may turn, and drains end, by time alone. */
    Roster current() {
        Roster present = roster;
        return present.holds() ? present : settled();
    }

    private synchronized Roster settled() {
        if (!roster.holds()) {
            List<Member> left = new ArrayList<>(roster.members());
            become(leave(left, Member::isDrained) ? left : roster.members());
        }
        return roster;
    }

    /** Drops the votes that are over, and notes that unless their judges do. */
    private void become(List<Member> members) {
        for (Member member : members) {
            for (Vote vote : member.settle()) {
                vote.over().ifPresent(why -> journal.note(new Decision.Returned(member.upstream(), why)));
            }
        }
        roster = Roster.of(members);
    }

    /** Tier and metadata of a member stay. */
    synchronized void upsert(Upstream upstream, int weight) {
        MemberSpec known = of(upstream).map(Member::spec).orElseGet(() -> new MemberSpec(upstream, weight));
        upsert(new MemberSpec(upstream, weight, known.priority(), known.metadata()));
    }

    synchronized void upsert(MemberSpec spec) {
        List<Member> members = new ArrayList<>(roster.members());
        if (put(members, spec)) {
            become(members);
        }
    }

    synchronized void refresh(List<MemberSpec> members) {
        Set<Upstream> named = members.stream().map(MemberSpec::upstream).collect(Collectors.toUnmodifiableSet());
        List<Member> changed = new ArrayList<>(roster.members());
        boolean different = leave(changed, member -> !named.contains(member.upstream()));
        for (MemberSpec spec : members) {
            different |= put(changed, spec);
        }
        if (different) {
            become(changed);
        }
    }

    synchronized boolean remove(Upstream upstream) {
        List<Member> members = new ArrayList<>(roster.members());
        boolean removed = leave(members, member -> member.upstream().equals(upstream));
        if (removed) {
            become(members);
        }
        return removed;
    }

    /** Adds or changes one member; returns whether that changed anything. */
    private boolean put(List<Member> members, MemberSpec spec) {
        for (Member member : members) {
            if (member.upstream().equals(spec.upstream())) {
                return member.change(spec);
            }
        }
        int factor = members.stream().mapToInt(Member::factor).max().orElse(1);
        journal.note(new Decision.Joined(spec.upstream(), spec.weight()));
        return members.add(new Member(spec, factor, line));
    }

    /** Removes members; returns whether there were any. */
    private boolean leave(List<Member> members, Predicate<Member> gone) {
        members.stream().filter(gone).forEach(member -> journal.note(new Decision.Left(member.upstream())));
        return members.removeIf(gone);
    }

    synchronized boolean vote(Upstream upstream, Vote vote) {
        boolean added = of(upstream).filter(member -> member.vote(vote)).isPresent();
        if (added) {
            become(roster.members());
        }
        return added;
    }

    synchronized boolean withdraw(Upstream upstream, Vote vote) {
        boolean withdrawn = of(upstream).filter(member -> member.withdraw(vote)).isPresent();
        if (withdrawn) {
            become(roster.members());
        }
        return withdrawn;
    }

    /** Withdraws the votes of some kind, and notes that; returns whether there were any. */
    synchronized boolean withdraw(Upstream upstream, Predicate<Vote> some) {
        List<Vote> votes = of(upstream).map(Member::votes).orElse(List.of()).stream()
                .filter(some)
                .filter(vote -> withdraw(upstream, vote))
                .toList();
        votes.forEach(vote -> journal.note(new Decision.Returned(upstream, vote.judge())));
        return !votes.isEmpty();
    }

    /** A drain takes the place of one before; returns whether there is such a member. */
    synchronized boolean drain(Upstream upstream, Draining drain, Optional<Duration> lasts) {
        Optional<Member> member = of(upstream);
        member.ifPresent(leaving -> {
            leaving.votes().stream().filter(Draining.class::isInstance).forEach(leaving::withdraw);
            leaving.vote(drain);
            become(roster.members());
            journal.note(new Decision.Draining(upstream, lasts));
        });
        return member.isPresent();
    }

    void markDown(Upstream upstream) {
        if (vote(upstream, Marked.DOWN)) {
            journal.note(new Decision.Ejected(upstream, Optional.empty(), Marked.DOWN.judge()));
        }
    }

    synchronized boolean learn(Map<Member, Integer> factors) {
        boolean different =
                factors.entrySet().stream().anyMatch(factor -> factor.getKey().factor() != factor.getValue());
        if (different) {
            factors.forEach(Member::learn);
            become(roster.members());
        }
        return different;
    }
}
