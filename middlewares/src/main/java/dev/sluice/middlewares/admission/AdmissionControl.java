package dev.sluice.middlewares.admission;

import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.rolling.Blame;
import io.helidon.http.Status;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Refuses requests at random while too few of them succeed: the more the upstream refuses or fails, the greater the share
 * that is not sent to it. An upstream that is over its capacity is so relieved of the work of refusing, and one that has
 * recovered is noticed at once, because a part of the requests always passes.
 *
 * <p>A refused request is answered 503 with {@code Retry-After} and the reason {@code shed}. An exchange counts at its end:
 * as a failure if the network failed or the status is 500 to 504, otherwise as a success; one that the client broke off is
 * not counted. Thread-safe, without a lock.
 */
public final class AdmissionControl implements Gate {
    private final AdmissionControlOptions options;
    private final RandomGenerator random;
    private final Journal journal;
    private final SuccessRatio ratio;
    private final AtomicLong refused = new AtomicLong();

    /**
     * An admission control that has seen no requests.
     *
     * @param options ratio, window, aggression
     * @param ticker the time
     * @param random decides which requests are refused
     */
    public AdmissionControl(AdmissionControlOptions options, Ticker ticker, RandomGenerator random) {
        this(options, ticker, random, Journal.NONE);
    }

    AdmissionControl(AdmissionControlOptions options, Ticker ticker, RandomGenerator random, Journal journal) {
        this.options = options;
        this.random = random;
        this.journal = journal;
        this.ratio = new SuccessRatio(options, ticker);
    }

    @Override
    public Verdict admit(Request request) {
        double probability = ratio.refusal();
        if (probability > 0 && random.nextDouble() < probability) {
            ratio.count(false);
            refused.incrementAndGet();
            if (journal.isRead()) {
                journal.note(request, new Decision.Shed("", Math.round(probability * 100) + " % are refused"));
            }
            return Verdict.reject(refusal());
        }
        return Verdict.admit(this::ended);
    }

    private void ended(Outcome outcome) {
        switch (Blame.of(outcome)) {
            case NOBODY -> ratio.count(true);
            case UPSTREAM -> ratio.count(false);
            case CLIENT -> {} // says nothing about the upstream
        }
    }

    private Response refusal() {
        Response plain = Response.problem(
                Status.SERVICE_UNAVAILABLE_503, Reason.SHED, Status.SERVICE_UNAVAILABLE_503.reasonPhrase() + "\n");
        return plain.withFields(plain.fields().with("Retry-After", String.valueOf(options.retryAfterSeconds())));
    }

    /**
     * The probability that a request is refused now.
     *
     * @return 0 to 1
     */
    public double refusalProbability() {
        return ratio.refusal();
    }

    /**
     * How many requests were refused so far.
     *
     * @return for metrics
     */
    public long refused() {
        return refused.get();
    }

    @Override
    public String describe() {
        return AdmissionControlType.TYPE.describe(options);
    }
}
