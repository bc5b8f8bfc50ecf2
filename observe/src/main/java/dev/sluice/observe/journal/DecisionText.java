package dev.sluice.observe.journal;

import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import java.time.Duration;
import java.util.Optional;

/** What each decision is in words. */
public final class DecisionText {
    private static final long SECOND = 1_000;
    private static final int SERVER_ERROR = 500;

    private DecisionText() {}

    /**
     * A decision in words, as entries of the journal tell it.
     *
     * @param decision of the journal
     * @return one line, at most 600 characters
     */
    public static String words(Decision decision) {
        return of(decision).text();
    }

    static Told of(Decision decision) {
        return switch (decision) {
            case Decision.Picked it ->
                told("Picked", "picked " + it.upstream(), it.why()).to(it.upstream());
            case Decision.Attempted it -> attempted(it);
            case Decision.Unavailable it ->
                told("Unavailable", "no member takes the request", it.why()).asFailed();
            case Decision.Retried it ->
                told("Retried", "attempt " + it.attempt() + at(it.upstream()) + " is followed by another", it.why())
                        .to(it.upstream())
                        .with("attempt", it.attempt())
                        .asFailed();
            case Decision.BudgetSpent it ->
                Told.of("BudgetSpent", "attempt " + it.attempt() + " is the last: the budget of retries is spent")
                        .with("attempt", it.attempt())
                        .asFailed();
            case Decision.Hedged it ->
                Told.of(
                                "Hedged",
                                "attempt " + it.attempt() + " was started beside the first, after " + span(it.after()))
                        .with("attempt", it.attempt())
                        .with("after", it.after());
            case Decision.HedgeWon it ->
                Told.of("HedgeWon", "attempt " + it.attempt() + at(it.upstream()) + " has answered first")
                        .to(it.upstream())
                        .with("attempt", it.attempt());
            case Decision.Mirrored it -> mirrored(it);
            case Decision.Waited it ->
                Told.of("Waited", "waited for " + span(it.lasted())).with("lasted", it.lasted());
            case Decision.Shed it ->
                told("Shed", "shed" + (it.priority().isEmpty() ? "" : " as " + it.priority()), it.why())
                        .with("priority", it.priority())
                        .asFailed();
            case Decision.Limited it ->
                told("Limited", "the limit is " + it.limit() + " from now on", it.why())
                        .with("limit", it.limit());
            default -> ofState(decision);
        };
    }

    /** Decisions about what is kept for all requests. */
    private static Told ofState(Decision decision) {
        return switch (decision) {
            case Decision.Tripped it ->
                Told.of("Tripped", "the breaker" + of(it.upstream()) + " has tripped for " + span(it.lasts()))
                        .to(it.upstream())
                        .with("lasts", it.lasts())
                        .asFailed();
            case Decision.Recovering it ->
                Told.of(
                                "Recovering",
                                "the breaker" + of(it.upstream()) + " lets a growing share pass for "
                                        + span(it.lasts()))
                        .to(it.upstream())
                        .with("lasts", it.lasts());
            case Decision.StoodBy it ->
                Told.of("StoodBy", "the breaker" + of(it.upstream()) + " lets everything pass again")
                        .to(it.upstream());
            case Decision.Ejected it -> ejected(it);
            case Decision.Warming it ->
                Told.of("Warming", it.upstream() + " takes a growing share for " + span(it.lasts()))
                        .to(it.upstream())
                        .with("lasts", it.lasts());
            case Decision.Returned it ->
                told("Returned", it.upstream() + " may be picked again", it.why())
                        .to(it.upstream());
            case Decision.Joined it ->
                Told.of("Joined", it.upstream() + " has joined with weight " + it.weight())
                        .to(it.upstream())
                        .with("weight", it.weight());
            case Decision.Draining it ->
                Told.of(
                                "Draining",
                                it.upstream() + " takes no new clients"
                                        + it.lasts()
                                                .map(lasts -> ", and leaves after " + span(lasts))
                                                .orElse(""))
                        .to(it.upstream());
            case Decision.Left it ->
                Told.of("Left", it.upstream() + " has left").to(it.upstream());
            case Decision.SourceFailed it ->
                told("SourceFailed", "the source " + it.source() + " gave nothing of use", it.why())
                        .with("source", it.source())
                        .asFailed();
            case Decision.Promoted it ->
                told("Promoted", it.pool() + " gets " + Math.round(it.share() * 100) + " % from now on", it.why())
                        .with("pool", it.pool())
                        .with("share", it.share());
            case Decision.RolledBack it ->
                told("RolledBack", it.pool() + " gets nothing any more", it.why())
                        .with("pool", it.pool())
                        .asFailed();
            default -> throw new IllegalStateException("no words for " + decision);
        };
    }

    private static Told told(String kind, String text, String why) {
        return Told.of(kind, why.isEmpty() ? text : text + ": " + why).with("why", why);
    }

    private static Told attempted(Decision.Attempted it) {
        String text = "attempt " + it.attempt() + at(it.upstream()) + " has ended with " + it.status() + " after "
                + span(it.lasted());
        Told told = told("Attempted", text, it.why())
                .to(it.upstream())
                .with("attempt", it.attempt())
                .with("status", it.status())
                .with("lasted", it.lasted());
        return it.why().isEmpty() && it.status() < SERVER_ERROR ? told : told.asFailed();
    }

    private static Told mirrored(Decision.Mirrored it) {
        String same = it.differences().isEmpty() ? "" : ", which differs in " + String.join(", ", it.differences());
        Told told = Told.of("Mirrored", "the mirror " + it.pool() + " has answered " + it.status() + same)
                .with("pool", it.pool())
                .with("status", it.status())
                .with("differences", it.differences());
        return it.differences().isEmpty() ? told : told.asFailed();
    }

    private static Told ejected(Decision.Ejected it) {
        String lasts = it.lasts().map(time -> " for " + span(time)).orElse("");
        Told told = told("Ejected", it.upstream() + " is not picked" + lasts, it.why())
                .to(it.upstream())
                .asFailed();
        return it.lasts().map(time -> told.with("lasts", time)).orElse(told);
    }

    private static String at(Optional<Upstream> upstream) {
        return upstream.map(who -> " at " + who).orElse("");
    }

    private static String of(Optional<Upstream> upstream) {
        return upstream.map(who -> " of " + who).orElse("");
    }

    private static String span(Duration time) {
        long millis = time.toMillis();
        return millis >= SECOND && millis % SECOND == 0 ? millis / SECOND + " s" : millis + " ms";
    }
}
