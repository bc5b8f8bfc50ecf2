package dev.sluice.middlewares.loadbalance.pool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link MemberSource} has found.
 *
 * @param members in any order; of two with the same upstream the last counts
 * @param validFor how soon it may have changed, such as the time to live of DNS records; empty if the source does not know
 */
public record Found(List<MemberSpec> members, Optional<Duration> validFor) {
    /** Copies the list. */
    public Found {
        members = List.copyOf(members);
    }

    /**
     * Members that may change at any time.
     *
     * @param members in any order
     * @return what was found
     */
    public static Found of(List<MemberSpec> members) {
        return new Found(members, Optional.empty());
    }
}
