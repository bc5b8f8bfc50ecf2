package dev.sluice.middlewares.loadbalance.limit;

import dev.sluice.core.Cancellation;
import dev.sluice.core.Failure;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.Response;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.WaitingLine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Gives requests places at the members of a pool, whose number is limited. A member that is full is passed over; while all
 * are, requests wait in a bounded line, first come, first served. Thread-safe; no lock is held while a request waits.
 */
public final class MemberPlaces {
    private static final int TRIES = 8;

    private final MemberLimit limit;
    private final WaitingLine line;
    private final Ticker ticker;
    private final Journal journal;

    /**
     * Places under a limit.
     *
     * @param limit of each member
     * @param line where requests wait for one of the pool's members
     * @param ticker the time, for waits
     * @param journal where waits are noted
     */
    public MemberPlaces(MemberLimit limit, WaitingLine line, Ticker ticker, Journal journal) {
        this.limit = limit;
        this.line = line;
        this.ticker = ticker;
        this.journal = journal;
    }

    /** What is asked of the step that picks, for one request. */
    public interface Pick {
        /**
         * Picks a member.
         *
         * @return empty if none takes the request
         */
        Optional<Member> any();

        /**
         * Picks one of some members.
         *
         * @param open those that come into question
         * @return empty if none of them takes the request
         */
        Optional<Member> among(Predicate<Member> open);

        /**
         * Has the exchange with a member that counts the request already.
         *
         * @param member the member
         * @return its answer
         */
        Response exchange(Member member);

        /**
         * Answers a request that no member takes.
         *
         * @return the answer
         */
        Response nobody();
    }

    /**
     * Answers a request by a member that has a place for it.
     *
     * @param request the request
     * @param pick picks and asks the member
     * @return the member's answer; 503 if all members are full and the request may not wait, or has waited for too long
     */
    public Response answer(Request request, Pick pick) {
        Optional<Member> first = pick.any();
        if (first.isEmpty()) {
            return pick.nobody();
        }
        Optional<Member> member = first.get().enter(limit.maxInFlight()) ? first : entered(pick);
        return member.isPresent() ? pick.exchange(member.get()) : awaited(request, pick);
    }

    /** A member that counts the request from now on. Of several that race for the last places some try again. */
    private Optional<Member> entered(Pick pick) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Member> picked = pick.among(member -> member.inFlight() < limit.maxInFlight());
            if (picked.isEmpty() || picked.get().enter(limit.maxInFlight())) {
                return picked;
            }
        }
        return Optional.empty();
    }

    private Response awaited(Request request, Pick pick) {
        Optional<WaitingLine.Place> place = line.join(limit.maxWaiting());
        if (place.isEmpty()) {
            return full();
        }
        AtomicBoolean gone = new AtomicBoolean();
        Cancellation.Registration registration = request.client().onGone(() -> {
            gone.set(true);
            place.get().wake();
        });
        long since = ticker.nanos();
        Optional<Member> member;
        try {
            member = awaited(place.get(), pick, gone, end(request));
        } finally {
            registration.cancel();
            place.get().leave();
        }
        journal.note(request, Decision.Waited.since(since, ticker));
        if (member.isPresent()) {
            return pick.exchange(member.get());
        }
        return gone.get() ? Response.failed(new Failure.ClientGone(Failure.Sent.NOTHING), Provenance.LOCAL) : full();
    }

    /** When the wait of a request is over: after the longest wait, or with its deadline. */
    private RequestDeadline end(Request request) {
        RequestDeadline longest =
                new RequestDeadline(ticker.nanos() + limit.maxWait().toNanos());
        return RequestDeadline.of(request).map(longest::earlier).orElse(longest);
    }

    private Optional<Member> awaited(WaitingLine.Place place, Pick pick, AtomicBoolean gone, RequestDeadline end) {
        while (!gone.get()) {
            Optional<Member> member = entered(pick);
            long left = end.left(ticker.nanos());
            if (member.isPresent() || left <= 0 || !place.await(ticker, Duration.ofNanos(left))) {
                return member;
            }
        }
        return Optional.empty();
    }

    private Response full() {
        Response response = Response.failed(
                new Failure.Overloaded("every member has " + limit.maxInFlight() + " requests in flight, and "
                        + line.length() + " wait"),
                Provenance.LOCAL);
        return response.withFields(response.fields().with("Retry-After", "1"));
    }
}
