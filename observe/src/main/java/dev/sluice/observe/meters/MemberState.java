package dev.sluice.observe.meters;

import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import java.util.List;

/** What a member of a pool is, in one word: by the gravest vote against it. */
public final class MemberState {
    /** From the gravest on. */
    static final List<String> ALL = List.of("down", "tripped", "ejected", "draining", "up");

    private MemberState() {}

    /**
     * The state of a member.
     *
     * @param member of a pool
     * @return {@code up}, {@code draining}, {@code ejected}, {@code tripped} or {@code down}, read now
     */
    public static String of(Member member) {
        int gravest = ALL.indexOf("up");
        for (Vote vote : member.votes()) {
            if (vote.standing() != Vote.Standing.IN) {
                gravest = Math.min(gravest, ALL.indexOf(state(vote)));
            }
        }
        return gravest == ALL.indexOf("up") && member.weight() == 0 ? "draining" : ALL.get(gravest);
    }

    /** A member that is being warmed up is up. */
    private static String state(Vote vote) {
        return switch (vote.judge()) {
            case "operator", "check" -> "down";
            case "breaker" -> "tripped";
            case "drain" -> "draining";
            case "slow start" -> "up";
            default -> "ejected";
        };
    }
}
