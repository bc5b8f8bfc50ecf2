package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Decision;
import dev.sluice.core.Grpc;
import dev.sluice.core.Journal;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.PerMember;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Passive health of a pool: takes members out that fail, are slow or do not answer, and back, by the rules of {@link
 * PassiveHealth}. What was learned about a member is shared by all steps that pick from the pool; the rules are those of
 * the first. Thread-safe; a request of a healthy member takes no lock.
 */
public final class PassiveCheck {
    private static final int MANY = 3;
    private static final long TIMES_USUAL = 3;
    private static final int PERCENT = 100;

    private final PassiveHealth rules;
    private final Pool pool;
    private final Ticker ticker;
    private final Journal journal;
    private final PerMember<Conduct> conducts;
    private final UsualLatency latency;
    private volatile long lastHead;

    /**
     * Goes on with what is known of the pool's members.
     *
     * @param rules when members are taken out
     * @param pool whose members
     * @param ticker the time
     * @param journal where ejections and returns are noted
     */
    public PassiveCheck(PassiveHealth rules, Pool pool, Ticker ticker, Journal journal) {
        this.rules = rules;
        this.pool = pool;
        this.ticker = ticker;
        this.journal = journal;
        this.conducts = pool.shared(Conduct.class, member -> new Conduct(rules, ticker));
        this.latency = new UsualLatency(ticker);
        this.lastHead = ticker.nanos();
    }

    /**
     * A request goes to a member. It ends with {@link #learn} or {@link #unanswered}.
     *
     * @param member who was picked
     * @return the time, for {@link #learn}
     */
    public long begin(Member member) {
        long now = ticker.nanos();
        if (rules.frozenAfter().isPositive()) {
            Conduct conduct = conducts.of(member);
            conduct.silence().asked(now);
            if (isSilent(conduct, now)) {
                long millis = Duration.ofNanos(now - conduct.silence().since()).toMillis();
                eject(member, conduct, "no answer for " + millis + " ms", true);
            }
        }
        return now;
    }

    /**
     * Whether several requests wait for a member that has answered none of them for much longer than is usual, while the
     * others answer.
     */
    private boolean isSilent(Conduct conduct, long now) {
        Silence silence = conduct.silence();
        long silent = now - silence.since();
        long limit = rules.frozenAfter().toNanos();
        if (silence.waiting() <= MANY || silent < limit || conduct.ejection().isOut()) {
            return false;
        }
        long longest = Math.max(limit, TIMES_USUAL * latency.usual());
        return silent >= longest && now - lastHead < longest / 2;
    }

    /**
     * A request got no response, as the handler has thrown.
     *
     * @param member who was asked
     */
    public void unanswered(Member member) {
        if (rules.frozenAfter().isPositive()) {
            conducts.of(member).silence().over();
        }
    }

    /**
     * Learns from a response how a member does.
     *
     * @param member who was asked
     * @param response its response, or the failure of the attempt
     * @param begun what {@link #begin} has returned
     */
    public void learn(Member member, Response response, long begun) {
        Conduct conduct = conducts.of(member);
        boolean head = response.failure().isEmpty();
        heard(conduct, head, begun);
        boolean later = isToldLater(response) && !conduct.ejection().isOut();
        switch (rules.counts().of(response)) {
            case GOOD -> {
                if (!later) {
                    good(member, conduct, head);
                }
            }
            case BAD -> bad(member, conduct);
            case NONE -> conduct.ejection().givenBack();
        }
        if (head) {
            if (rules.counts() != Counted.CONNECT) {
                response.onEnd(outcome -> learnAtEnd(member, conduct, outcome, later));
            }
            Rest.asked(response, rules, ticker).ifPresent(rest -> rest(member, rest));
        }
    }

    /** Whether only the trailers tell how a call of gRPC has ended. */
    private boolean isToldLater(Response response) {
        return rules.counts().readsStatus()
                && Grpc.isIn(response.fields())
                && Grpc.status(response.fields()).isEmpty();
    }

    /** What only the end shows: a transfer that broke, or how a call of gRPC has ended. */
    private void learnAtEnd(Member member, Conduct conduct, Outcome outcome, boolean later) {
        if (outcome.failure().isPresent()) {
            if (rules.counts().of(outcome.failure().get()) == Counted.Sign.BAD) {
                bad(member, conduct);
            }
        } else if (later && outcome.ending() == Outcome.Ending.SENT) {
            if (rules.counts().isBad(outcome.response())) {
                bad(member, conduct);
            } else {
                good(member, conduct, true);
            }
        }
    }

    private void heard(Conduct conduct, boolean head, long begun) {
        boolean compares = rules.slowerThan() > 0;
        if (!rules.frozenAfter().isPositive() && !compares) {
            return;
        }
        long now = ticker.nanos();
        if (head) {
            lastHead = now;
            latency.record(now - begun);
        }
        if (compares) {
            conduct.took(now - begun);
        }
        if (rules.frozenAfter().isPositive()) {
            if (head) {
                conduct.silence().answered(now);
            } else {
                conduct.silence().over();
            }
        }
    }

    private void good(Member member, Conduct conduct, boolean head) {
        if (conduct.failuresInRow().get() > 0) {
            conduct.failuresInRow().set(0);
        }
        if (conduct.ejection().isOut()) {
            if (conduct.ejection().succeeded(head)) {
                pool.withdraw(member.upstream(), conduct.ejection());
                journal.note(new Decision.Returned(member.upstream(), "passive: has answered"));
            }
            return;
        }
        if (rules.measures()) {
            conduct.count(false);
            compare(member, conduct);
        }
    }

    private void bad(Member member, Conduct conduct) {
        if (conduct.ejection().isOut()) {
            conduct.ejection().failed();
            return;
        }
        int inRow = conduct.failuresInRow().incrementAndGet();
        boolean connects = rules.counts() == Counted.CONNECT;
        if (inRow >= rules.failures() && (connects || mayEject())) {
            eject(member, conduct, inRow + (connects ? " failed connections" : " failures") + " in a row", !connects);
        } else if (rules.measures()) {
            conduct.count(true);
            if (rules.failureRatio() > 0 && conduct.failsTooMuch(rules) && mayEject()) {
                eject(member, conduct, rules.failureRatio() + " % of its requests have failed", true);
            }
        }
    }

    /** Takes a member out that is much slower than the median of the others. */
    @SuppressWarnings("ReferenceEquality") // a member is compared by identity
    private void compare(Member member, Conduct conduct) {
        if (rules.slowerThan() == 0 || !conduct.isDue()) {
            return;
        }
        double mean = conduct.meanMicros(rules);
        double[] others = conducts.all().entrySet().stream()
                .filter(entry -> entry.getKey() != member)
                .mapToDouble(entry -> entry.getValue().meanMicros(rules))
                .filter(other -> other >= 0)
                .sorted()
                .toArray();
        double usual = others.length == 0 ? Double.MAX_VALUE : others[others.length / 2];
        if (mean > rules.slowerThan() * usual && mayEject()) {
            eject(member, conduct, "more than " + rules.slowerThan() + " times as slow as the others", true);
        }
    }

    /** Whether one member more may be out, of those that have answered but not well: the first always may. */
    private boolean mayEject() {
        Map<Member, Conduct> all = conducts.all();
        long out = all.values().stream().filter(one -> one.ejection().isOut()).count();
        return out == 0
                || (out + 1) * PERCENT
                        <= (long) rules.maxEjected() * pool.members().size();
    }

    private void eject(Member member, Conduct conduct, String why, boolean head) {
        Duration lasts = conduct.ejection().eject(why, head);
        conduct.forget();
        if (pool.vote(member.upstream(), conduct.ejection())) {
            journal.note(new Decision.Ejected(member.upstream(), Optional.of(lasts), "passive: " + why));
        }
    }

    private void rest(Member member, Rest rest) {
        boolean longer =
                member.votes().stream().noneMatch(vote -> vote instanceof Rest other && other.lastsAsLongAs(rest));
        if (longer && pool.vote(member.upstream(), rest)) {
            journal.note(
                    new Decision.Ejected(member.upstream(), Optional.of(rest.lasts()), "passive: its Retry-After"));
        }
    }
}
