package dev.sluice.middlewares.loadbalance.pool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides which lists of a source are taken, and when: the state machine of debouncing. Used by one thread at a time. */
final class Intake {
    /** So many times the debounce after the first difference a list is taken, also if it differs each time. */
    private static final int PATIENCE = 10;

    private final long debounce;
    private Set<MemberSpec> taken = Set.of();
    private Optional<Waiting> waiting = Optional.empty();

    /**
     * A list that differs from the one taken.
     *
     * @param members the list
     * @param since when it was first seen, in nanoseconds of the ticker
     * @param different since when lists differ from the one taken
     */
    private record Waiting(Set<MemberSpec> members, long since, long different) {}

    Intake(Duration debounce) {
        this.debounce = debounce.toNanos();
    }

    /** Whether a list that was found now is to be taken now. */
    boolean takes(List<MemberSpec> found, long now) {
        Set<MemberSpec> members = Set.copyOf(found);
        if (members.equals(taken)) {
            waiting = Optional.empty();
            return false;
        }
        Waiting present = waiting.orElse(new Waiting(members, now, now));
        waiting = Optional.of(
                present.members().equals(members) ? present : new Waiting(members, now, present.different()));
        boolean due = taken.isEmpty()
                || now - waiting.get().since() >= debounce
                || now - present.different() >= PATIENCE * debounce;
        if (due) {
            taken = members;
            waiting = Optional.empty();
        }
        return due;
    }

    /** Whether a list waits to be seen again. */
    boolean waits() {
        return waiting.isPresent();
    }

    /** Forgets a list that waits: what was found now is of no use. */
    void nothing() {
        waiting = Optional.empty();
    }
}
