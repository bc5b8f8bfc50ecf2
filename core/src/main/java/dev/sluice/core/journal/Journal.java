package dev.sluice.core.journal;

import dev.sluice.core.Client;
import dev.sluice.core.Request;
import dev.sluice.core.time.Ticker;
import java.util.Optional;

/**
 * Where steps note what they decide. Trace, meters, dashboards and listeners of a program read it, and compute nothing of
 * their own. Without a reader, a decision costs one branch:
 *
 * {@snippet :
 * if (journal.isRead()) {
 *     journal.note(request, new Decision.Picked(member.upstream(), "roundRobin"));
 * }
 * }
 *
 * <p>{@linkplain Decision#rare() Rare} decisions are noted without that branch: metrics read them, and nothing else, all the
 * time.
 *
 * <p>Thread-safe, quick, does not throw.
 */
public interface Journal {
    /** Read by nobody. */
    Journal NONE = new Journal() {
        @Override
        public boolean isRead() {
            return false;
        }

        @Override
        public void note(Optional<Request> request, Decision decision) {}
    };

    /**
     * A decision as readers get it.
     *
     * @param where the path of the part that took it, such as {@code pool:api/balance#1}; empty if it is no part of a model
     * @param at {@link Ticker#nanos()} when it was noted
     * @param request the request it concerns, as it was there; all requests of one exchange have the same {@link
     *     Request#client() client}, the one of the whole {@linkplain Client#exchange() exchange}. Empty if it concerns none
     * @param decision what was decided
     */
    record Entry(String where, long at, Optional<Request> request, Decision decision) {}

    /**
     * Whether somebody reads all of it. If not, a decision that is not rare need not even be made a value.
     *
     * @return changes when readers come and go
     */
    boolean isRead();

    /**
     * Notes a decision.
     *
     * @param request the request it concerns, if there is one
     * @param decision what was decided
     */
    void note(Optional<Request> request, Decision decision);

    /**
     * Notes a decision about a request.
     *
     * @param request as it is here
     * @param decision what was decided
     */
    default void note(Request request, Decision decision) {
        note(Optional.of(request), decision);
    }

    /**
     * Notes a decision that concerns no request.
     *
     * @param decision what was decided
     */
    default void note(Decision decision) {
        note(Optional.empty(), decision);
    }

    /**
     * That of one part of a model.
     *
     * @param path where the part stands, such as {@code orders/retry#1}
     * @return notes the same with the path
     */
    default Journal at(String path) {
        return this;
    }
}
