package dev.sluice.routing;

import dev.sluice.core.Attributes;
import dev.sluice.core.Request;
import dev.sluice.core.time.Ticker;
import dev.sluice.expression.Expression;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What time windows and shares ask for, which no request tells: the time of day and a drawn number. An attribute of the
 * request that is decided about. Each of both is settled when it is first asked for, so that a predicate that is asked
 * twice gives the same answer. For one thread.
 */
public final class Moment {
    static final int SHARES = 100;

    private static final Attributes.Key<Moment> KEY = Attributes.key("moment", Moment.class);

    private final Ticker ticker;
    private final RandomGenerator random;
    private @Nullable Instant now;
    private int draw = -1;

    private Moment(Ticker ticker, RandomGenerator random) {
        this.ticker = ticker;
        this.random = random;
    }

    /**
     * Whether a predicate can only be asked about a request that has a moment.
     *
     * @param when any predicate
     * @return true if a time window or a share is in it
     */
    public static boolean isAskedForBy(Expression<Request> when) {
        return when.facts().stream()
                .anyMatch(fact -> fact.meaning() instanceof TimeWindow || fact.meaning() instanceof Share);
    }

    /**
     * A copy of a request with a moment of its own.
     *
     * @param request to be decided about
     * @param ticker tells the time for time windows
     * @param random draws the number that shares are compared with
     * @return the copy
     */
    public static Request in(Request request, Ticker ticker, RandomGenerator random) {
        return request.with(Attributes.EMPTY.with(KEY, new Moment(ticker, random)));
    }

    static Moment of(Request request) {
        return request.attributes()
                .get(KEY)
                .orElseThrow(() -> new IllegalStateException(
                        "a time window or a share is asked about a request without a moment; see Moment.in"));
    }

    /** The time of day when a predicate first asked. */
    Instant now() {
        Instant known = now;
        if (known == null) {
            known = ticker.now();
            now = known;
        }
        return known;
    }

    /** The number that shares are compared with: 0 to 99, drawn once. */
    int draw() {
        if (draw < 0) {
            draw = random.nextInt(SHARES);
        }
        return draw;
    }
}
