package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Grpc;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Environment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passive health of a pool: takes members out that fail, are slow or do not answer, and back, by the rules of {@link
 * PassiveHealth}. What is learned about an address is shared by all steps and pools of an environment that judge it by equal
 * rules and reach it in the same way; steps whose rules differ judge by what they have seen themselves. Which latency is
 * usual, and how many members may be out, is a matter of each pool.
 *
 * <p>Thread-safe; a request of a healthy member takes no lock.
 */
public final class PassiveCheck {
    private static final int MANY = 3;
    private static final long TIMES_USUAL = 3;
    private static final int PERCENT = 100;
    private static final long BETWEEN_COMPARISONS = Duration.ofSeconds(1).toNanos();

    private final PassiveHealth rules;
    private final Pool pool;
    private final Ticker ticker;
    private final Journal journal;
    private final PerAddress<PassiveHealth, Conduct> known;
    private final UsualLatency latency;
    private final AtomicLong nextComparison;
    private volatile List<Member> seen = List.of();
    private volatile Map<Member, Conduct> conducts = Map.of();
    private volatile long lastHead;
    private Object reach;

    /**
     * Goes on with what is known in an environment. Until {@link #reaches} is called, that is what the steps of the same pool
     * have learned.
     *
     * @param rules when members are taken out
     * @param pool whose members
     * @param environment the time, and the journal where ejections and returns are noted
     */
    public PassiveCheck(PassiveHealth rules, Pool pool, Environment environment) {
        this(rules, pool, environment.ticker(), environment.journal(), PerAddress.in(environment, Conduct.class));
    }

    /**
     * Shares what it learns with nobody.
     *
     * @param rules when members are taken out
     * @param pool whose members
     * @param ticker the time
     */
    public PassiveCheck(PassiveHealth rules, Pool pool, Ticker ticker) {
        this(rules, pool, ticker, Journal.NONE, new PerAddress<>());
    }

    private PassiveCheck(
            PassiveHealth rules, Pool pool, Ticker ticker, Journal journal, PerAddress<PassiveHealth, Conduct> known) {
        long now = ticker.nanos();
        this.rules = rules;
        this.pool = pool;
        this.ticker = ticker;
        this.journal = journal;
        this.known = known;
        this.latency = new UsualLatency(now);
        this.nextComparison = new AtomicLong(now);
        this.lastHead = now - Silence.PRECISION;
        this.reach = pool;
    }

    /**
     * Tells how members are reached. What was learned in another way is forgotten.
     *
     * @param how compared by value
     */
    public synchronized void reaches(Object how) {
        if (!reach.equals(how)) {
            close();
            reach = how;
        }
        follow();
    }

    /** Is told of a pick before it is made, and so gets to know the members that have joined. */
    @SuppressWarnings("ReferenceEquality") // the pool has the same list until its members change
    public void beforePick() {
        if (pool.members() != seen) {
            follow();
        }
    }

    private synchronized void follow() {
        List<Member> members = pool.members();
        Set<Member> present = Set.copyOf(members);
        Map<Member, Conduct> before = conducts;
        before.forEach((member, conduct) -> {
            if (!present.contains(member)) {
                leave(conduct);
            }
        });
        Map<Member, Conduct> now = new HashMap<>();
        for (Member member : members) {
            Conduct conduct = before.get(member);
            now.put(member, conduct == null ? entered(member) : conduct);
        }
        conducts = Map.copyOf(now);
        seen = members;
    }

    private Conduct entered(Member member) {
        PerAddress.Key<PassiveHealth> key = new PerAddress.Key<>(rules, member.upstream(), reach);
        Conduct conduct = known.enter(key, () -> new Conduct(rules, member.upstream(), ticker));
        conduct.join(this);
        return conduct;
    }

    private void leave(Conduct conduct) {
        conduct.part(this);
        known.leave(new PerAddress.Key<>(rules, conduct.upstream(), reach));
        if (!conduct.isUsedBy(pool)) {
            takeBack(conduct, "is not judged any more");
        }
    }

    /** Forgets what nobody else uses, and withdraws its votes. */
    public synchronized void close() {
        conducts.values().forEach(this::leave);
        conducts = Map.of();
        seen = List.of();
    }

    /**
     * A request goes to a member.
     *
     * @param member who was picked
     * @param now the time
     * @return is told how it ends
     */
    public Watch begin(Member member, long now) {
        Conduct conduct = of(member);
        if (rules.frozenAfter().isPositive()) {
            conduct.silence().asked(now);
            if (isSilent(conduct, now)) {
                long millis = Duration.ofNanos(now - conduct.silence().since()).toMillis();
                conduct.eject("no answer for " + millis + " ms", true);
            }
        }
        return new Watch(conduct, now);
    }

    /** A member that has joined or left since the pick began is judged without consequences. */
    private Conduct of(Member member) {
        Conduct conduct = conducts.get(member);
        return conduct == null ? new Conduct(rules, member.upstream(), ticker) : conduct;
    }

    /**
     * Whether several requests wait for a member that has answered none of them for much longer than is usual, while the
     * others answer.
     */
    private boolean isSilent(Conduct conduct, long now) {
        Silence silence = conduct.silence();
        long silent = now - silence.since();
        long limit = rules.frozenAfter().toNanos();
        if (silence.waiting() <= MANY || silent < limit || conduct.isOut()) {
            return false;
        }
        long longest = Math.max(limit, TIMES_USUAL * latency.usual(now));
        return silent >= longest && now - lastHead < longest / 2;
    }

    /** One request at a member. It ends with one of its methods, once. */
    public final class Watch {
        private final Conduct conduct;
        private final long begun;

        private Watch(Conduct conduct, long begun) {
            this.conduct = conduct;
            this.begun = begun;
        }

        /** It got no response, as the handler has thrown. */
        public void unanswered() {
            if (rules.frozenAfter().isPositive()) {
                conduct.silence().over();
            }
        }

        /**
         * Learns from its response how the member does.
         *
         * @param response of the member, or the failure of the attempt
         * @param now the time
         */
        public void answered(Response response, long now) {
            boolean head = response.failure().isEmpty();
            heard(head, now);
            boolean later = isToldLater(response) && !conduct.isOut();
            switch (rules.counts().of(response)) {
                case GOOD -> {
                    if (!later) {
                        good(head, now);
                    }
                }
                case BAD -> conduct.bad();
                case NONE -> conduct.ejection().givenBack();
            }
            if (head) {
                if (rules.counts() != Counted.CONNECT) {
                    response.onEnd(outcome -> ended(outcome, later));
                }
                Rest.asked(response, rules, ticker).ifPresent(conduct::rest);
            }
        }

        private void heard(boolean head, long now) {
            boolean compares = rules.slowerThan() > 0;
            boolean listens = rules.frozenAfter().isPositive();
            if (head && (compares || listens) && now - lastHead >= Silence.PRECISION) {
                lastHead = now;
                latency.record(now - begun, now);
            }
            if (compares) {
                conduct.took(now - begun);
            }
            if (listens) {
                if (head) {
                    conduct.silence().answered(now);
                } else {
                    conduct.silence().over();
                }
            }
        }

        private void good(boolean head, long now) {
            conduct.good(head);
            compare(now);
        }

        /** What only the end shows: a transfer that broke, or how a call of gRPC has ended. */
        private void ended(Outcome outcome, boolean later) {
            if (outcome.failure().isPresent()) {
                if (rules.counts().of(outcome.failure().get()) == Counted.Sign.BAD) {
                    conduct.bad();
                }
            } else if (later && outcome.ending() == Outcome.Ending.SENT) {
                if (rules.counts().isBad(outcome.response())) {
                    conduct.bad();
                } else {
                    good(true, ticker.nanos());
                }
            }
        }
    }

    /** Whether only the trailers tell how a call of gRPC has ended. */
    private boolean isToldLater(Response response) {
        return rules.counts().readsStatus()
                && Grpc.isIn(response.fields())
                && Grpc.status(response.fields()).isEmpty();
    }

    /** Takes members out that are much slower than the median of the others: once a second, by one thread. */
    private void compare(long now) {
        long due = nextComparison.get();
        if (rules.slowerThan() == 0 || now - due < 0 || !nextComparison.compareAndSet(due, now + BETWEEN_COMPARISONS)) {
            return;
        }
        double[] means = conducts.values().stream()
                .mapToDouble(Conduct::meanMicros)
                .filter(mean -> mean >= 0)
                .sorted()
                .toArray();
        if (means.length < 2) {
            return;
        }
        double usual = means[(means.length - 1) / 2]; // the median of the others, for a member above it
        for (Conduct conduct : conducts.values()) {
            if (conduct.meanMicros() > rules.slowerThan() * usual && !conduct.isOut() && conduct.isSpared()) {
                conduct.eject("more than " + rules.slowerThan() + " times as slow as the others", true);
            }
        }
    }

    Pool pool() {
        return pool;
    }

    /**
     * Whether one member more of this pool may be out, of those that have answered but not well: the first always may. An
     * address that is no member any more is none of its business.
     */
    boolean spares(Conduct conduct) {
        List<Member> members = pool.members();
        long out = members.stream().filter(PassiveCheck::isEjected).count();
        return out == 0
                || pool.member(conduct.upstream()).isEmpty()
                || (out + 1) * PERCENT <= (long) rules.maxEjected() * members.size();
    }

    private static boolean isEjected(Member member) {
        return member.votes().stream().anyMatch(vote -> vote instanceof Ejection ejection && ejection.isOut());
    }

    void takeOut(Conduct conduct, Duration lasts) {
        if (pool.vote(conduct.upstream(), conduct.ejection())) {
            note(conduct, lasts, conduct.ejection().why());
        }
    }

    void staysOut(Conduct conduct, Duration lasts) {
        if (pool.member(conduct.upstream()).isPresent()) {
            note(conduct, lasts, "its trial has failed");
        }
    }

    private void note(Conduct conduct, Duration lasts, String why) {
        journal.note(new Decision.Ejected(conduct.upstream(), Optional.of(lasts), "passive: " + why));
    }

    void takeBack(Conduct conduct, String why) {
        if (pool.withdraw(conduct.upstream(), conduct.ejection())) {
            journal.note(new Decision.Returned(conduct.upstream(), "passive: " + why));
        }
    }

    void rest(Conduct conduct, Rest rest) {
        boolean longer = pool.member(conduct.upstream()).stream()
                .flatMap(member -> member.votes().stream())
                .noneMatch(vote -> vote instanceof Rest other && other.lastsAsLongAs(rest));
        if (longer && pool.vote(conduct.upstream(), rest)) {
            note(conduct, rest.lasts(), "its Retry-After");
        }
    }
}
