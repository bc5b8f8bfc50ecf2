package dev.sluice.core.journal;

import dev.sluice.core.Outcome;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a step has decided, as a value: for one request, or about what it keeps for all of them. Noted in the {@link
 * Journal}. Every {@code why} is a short text for people.
 */
public sealed interface Decision {
    /**
     * Whether it is taken far less often than requests come, or after a wait that costs far more, so that its readers may be
     * told while nobody reads the {@linkplain Journal#isRead() whole} journal.
     *
     * @return false for what may be decided once a request, in good times or in bad ones
     */
    default boolean rare() {
        return !(this instanceof Picked
                || this instanceof Attempted
                || this instanceof Unavailable
                || this instanceof HedgeWon
                || this instanceof Mirrored
                || this instanceof Shed
                || this instanceof Limited);
    }

    /**
     * A member was picked for an attempt.
     *
     * @param upstream the member
     * @param why the policy, or {@code sticky}, {@code trial}, {@code last resort}, {@code panic}
     */
    record Picked(Upstream upstream, String why) implements Decision {}

    /**
     * An attempt has ended: its response was sent or thrown away, or the transfer broke.
     *
     * @param upstream where it went; empty if nobody was picked
     * @param attempt its number, from 1
     * @param status what it {@linkplain Outcome#countedStatus() counts} as
     * @param why the failure's reason; empty if nothing failed
     * @param lasted since it began
     */
    record Attempted(Optional<Upstream> upstream, int attempt, int status, String why, Duration lasted)
            implements Decision {}

    /**
     * No member takes the request.
     *
     * @param why the members and the votes against them
     */
    record Unavailable(String why) implements Decision {}

    /**
     * An attempt is followed by another.
     *
     * @param upstream where it went; empty if nobody was picked
     * @param attempt its number, from 1
     * @param why the failure's reason, or the status
     */
    record Retried(Optional<Upstream> upstream, int attempt, String why) implements Decision {}

    /**
     * An attempt is not followed by another, since the budget of retries is spent.
     *
     * @param attempt the number of the last one, from 1
     */
    record BudgetSpent(int attempt) implements Decision {}

    /**
     * Another attempt was started while earlier ones run.
     *
     * @param attempt its number, from 2
     * @param after how long the first has run
     */
    record Hedged(int attempt, Duration after) implements Decision {}

    /**
     * One of several attempts has answered first.
     *
     * @param attempt its number, from 1
     * @param upstream who answered
     */
    record HedgeWon(int attempt, Optional<Upstream> upstream) implements Decision {}

    /**
     * A copy of the request was answered by a mirror.
     *
     * @param pool the mirror
     * @param status what it answered
     * @param differences what differs from the answer that the client got; empty if nothing does, or nothing was compared
     */
    record Mirrored(String pool, int status, List<String> differences) implements Decision {
        /** Copies the list. */
        public Mirrored {
            differences = List.copyOf(differences);
        }
    }

    /**
     * A request has waited in the queue of a step; it goes on, or is refused.
     *
     * @param lasted how long
     */
    record Waited(Duration lasted) implements Decision {
        /**
         * A wait that ends now.
         *
         * @param begun when it began, by the ticker's nanoseconds
         * @param ticker the time
         * @return how long it was
         */
        public static Waited since(long begun, Ticker ticker) {
            return new Waited(Duration.ofNanos(ticker.nanos() - begun));
        }
    }

    /**
     * A request was refused to keep what it protects within its capacity.
     *
     * @param priority the class of the request; empty if there are none
     * @param why which limit
     */
    record Shed(String priority, String why) implements Decision {}

    /**
     * An adaptive limit was changed.
     *
     * @param limit requests at a time from now on
     * @param why what was measured
     */
    record Limited(int limit, String why) implements Decision {}

    /**
     * A breaker has tripped.
     *
     * @param upstream the member it guards; empty if it guards a route
     * @param lasts how long it lets nothing pass
     */
    record Tripped(Optional<Upstream> upstream, Duration lasts) implements Decision {}

    /**
     * A breaker that had tripped lets a growing share pass.
     *
     * @param upstream the member it guards; empty if it guards a route
     * @param lasts until it stands by, unless it trips again
     */
    record Recovering(Optional<Upstream> upstream, Duration lasts) implements Decision {}

    /**
     * A breaker that had tripped lets everything pass again.
     *
     * @param upstream the member it guards; empty if it guards a route
     */
    record StoodBy(Optional<Upstream> upstream) implements Decision {}

    /**
     * A member was taken out of the picks, or stays out as its trial has failed.
     *
     * @param upstream the member
     * @param lasts until it is tried again; empty if a check brings it back
     * @param why which judge, and what it has seen
     */
    record Ejected(Upstream upstream, Optional<Duration> lasts, String why) implements Decision {}

    /**
     * A member that has joined or come back takes a growing share of the picks, until it has {@linkplain Returned returned}.
     *
     * @param upstream the member
     * @param lasts until it has its whole share
     */
    record Warming(Upstream upstream, Duration lasts) implements Decision {}

    /**
     * A judge has nothing against a member any more. It may be picked again, unless there is another who has.
     *
     * @param upstream the member
     * @param why which judge, and what it has seen
     */
    record Returned(Upstream upstream, String why) implements Decision {}

    /**
     * A member belongs to a pool from now on.
     *
     * @param upstream the member
     * @param weight its share
     */
    record Joined(Upstream upstream, int weight) implements Decision {}

    /**
     * A member takes no new clients; sticky ones and streams go on.
     *
     * @param upstream the member
     * @param lasts after this time it is removed; empty if it stays
     */
    record Draining(Upstream upstream, Optional<Duration> lasts) implements Decision {}

    /**
     * A member does not belong to a pool any more.
     *
     * @param upstream the member
     */
    record Left(Upstream upstream) implements Decision {}

    /**
     * A source of members has given nothing that could be used: the last good list stays.
     *
     * @param source which
     * @param why what was wrong
     */
    record SourceFailed(String source, String why) implements Decision {}

    /**
     * A canary gets a greater share.
     *
     * @param pool the canary
     * @param share of the requests from now on, 0 to 1
     * @param why the evidence
     */
    record Promoted(String pool, double share, String why) implements Decision {}

    /**
     * A canary gets nothing any more.
     *
     * @param pool the canary
     * @param why the evidence
     */
    record RolledBack(String pool, String why) implements Decision {}
}
