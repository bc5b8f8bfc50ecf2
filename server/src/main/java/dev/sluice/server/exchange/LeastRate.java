package dev.sluice.server.exchange;

import dev.sluice.core.time.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long one direction of an exchange may go on waiting for its client. Waiting uses up a credit of time, each byte
 * that moves earns a part of a second, and the credit is never more than the window: who waits longer than the window and
 * moves fewer bytes than the rate asks for has none left. Time in which nobody waits for the client costs nothing.
 *
 * <p>The clock is read where a read or write really waits. For one thread at a time.
 */
public final class LeastRate {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Ticker ticker;
    private final long bytesPerSecond;
    private final long window;
    /** The deadline of a single wait, whatever credit there is. */
    private final Duration stall;

    private final long stallNanos;
    private long credit;
    private long since;

    /**
     * With its whole credit.
     *
     * @param bytesPerSecond 0 for no rate
     * @param window the most credit
     * @param stall the longest wait for the next byte
     */
    public LeastRate(Ticker ticker, long bytesPerSecond, Duration window, Duration stall) {
        this.ticker = ticker;
        this.bytesPerSecond = bytesPerSecond;
        this.window = TimeUnit.NANOSECONDS.convert(window);
        this.stall = stall;
        this.stallNanos = TimeUnit.NANOSECONDS.convert(stall);
        this.credit = this.window;
    }

    /** A wait begins: how long it may take. */
    public Duration begins() {
        if (bytesPerSecond == 0) {
            return stall;
        }
        since = ticker.nanos();
        return credit >= stallNanos ? stall : Duration.ofNanos(Math.max(credit, 1));
    }

    /** The wait that began has ended. */
    public void ends() {
        if (bytesPerSecond != 0) {
            credit -= ticker.nanos() - since;
        }
    }

    /** Counts bytes that have moved, whether they were waited for or not. */
    public void moved(int bytes) {
        if (credit < window && bytesPerSecond != 0) {
            credit = Math.min(window, credit + bytes * SECOND / bytesPerSecond);
        }
    }
}
