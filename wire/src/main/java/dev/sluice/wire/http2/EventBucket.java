package dev.sluice.wire.http2;

import dev.sluice.core.time.Ticker;
import java.util.concurrent.TimeUnit;

/** A token bucket for what a peer may cause in bursts, but not for ever: each second grants a tenth of the burst again. */
final class EventBucket {
    private final Ticker ticker;
    private final int burst;
    private final long nanosForOne;
    private int left;
    /** Since when tokens were spent that have not been granted again. */
    private long since;

    EventBucket(Ticker ticker, int burst) {
        this.ticker = ticker;
        this.burst = burst;
        this.nanosForOne = TimeUnit.SECONDS.toNanos(10) / burst;
        this.left = burst;
    }

    /** Takes a token; false if there is none. */
    boolean take() {
        long now = ticker.nanos();
        if (left == burst) {
            since = now;
        } else {
            long granted = Math.min((now - since) / nanosForOne, burst - left);
            left += (int) granted;
            since += granted * nanosForOne;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
