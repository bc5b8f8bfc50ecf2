package dev.sluice.middlewares.totaltimeout;

import dev.sluice.core.Attributes;
import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.core.Verdict;
import java.util.concurrent.TimeUnit;

/**
 * Limits the time from the first byte of a request to the head of the final response: the sending of the request, all
 * attempts and the pauses between them. It hands a {@link RequestDeadline} on, which queues, retries and the forwarder keep to:
 * a retry that could not start in time is not made, and whoever waits for an upstream when the time is over answers 504
 * with the reason {@code timeout-total}. A response whose head is there is not cut short: streams, tunnels and downloads
 * go on. Of several deadlines the earliest counts.
 *
 * <p>Thread-safe and without state.
 */
public final class TotalTimeout implements Gate {
    private final TotalTimeoutOptions options;
    private final long total;

    /**
     * A limit of the time.
     *
     * @param options how much
     */
    public TotalTimeout(TotalTimeoutOptions options) {
        this.options = options;
        this.total = TimeUnit.NANOSECONDS.convert(options.total());
    }

    @Override
    public Verdict admit(Request request) {
        RequestDeadline own = new RequestDeadline(request.receivedAt() + total);
        RequestDeadline earliest = RequestDeadline.of(request).map(own::earlier).orElse(own);
        return Verdict.admit(Attributes.EMPTY.with(RequestDeadline.KEY, earliest));
    }

    @Override
    public String describe() {
        return TotalTimeoutType.TYPE.describe(options);
    }
}
