package dev.sluice.routing;

import dev.sluice.core.NormalPath;
import dev.sluice.core.Request;
import dev.sluice.core.Ticker;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What predicates decide by: one request, in normal form, at one time. Everything is settled once, so that a predicate
 * that is asked twice gives the same answer. For one thread.
 */
public final class MatchContext {
    static final int SHARES = 100;

    private final Request request;
    private final Ticker ticker;
    private final RandomGenerator random;
    private @Nullable String path;
    private @Nullable String host;
    private @Nullable Instant now;
    private int draw = -1;

    /**
     * The context of a request.
     *
     * @param request as received
     * @param ticker tells the time for time windows
     * @param random draws the number that shares are compared with
     */
    public MatchContext(Request request, Ticker ticker, RandomGenerator random) {
        this.request = request;
        this.ticker = ticker;
        this.random = random;
    }

    /**
     * The request.
     *
     * @return as received
     */
    public Request request() {
        return request;
    }

    /**
     * The path.
     *
     * @return in {@linkplain NormalPath normal form}
     */
    public String path() {
        String known = path;
        if (known == null) {
            known = NormalPath.of(request.target());
            path = known;
        }
        return known;
    }

    /**
     * The host.
     *
     * @return in {@linkplain dev.sluice.core.NormalHost normal form}, empty if the request names none
     */
    public String host() {
        String known = host;
        if (known == null) {
            known = request.host();
            host = known;
        }
        return known;
    }

    /**
     * The time of day.
     *
     * @return when a predicate first asked
     */
    public Instant now() {
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
