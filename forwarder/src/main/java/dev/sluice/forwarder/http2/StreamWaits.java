package dev.sluice.forwarder.http2;

import dev.sluice.core.Failure.Phase;
import dev.sluice.core.time.Timers;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.wire.http2.Stalls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The timeouts of an exchange on a stream. One that passes aborts the attempt, which resets the stream; the connection lives
 * on. One thread reads, another may write.
 */
final class StreamWaits implements Stalls {
    private final Timers timers;
    private final Progress progress;
    private final Timer deadline;
    /** Set before the deadline is, whose action reads it. */
    private Phase phase = Phase.RESPONSE;

    private Duration eachRead = Duration.ZERO;
    private Duration eachWrite = Duration.ZERO;
    private volatile @Nullable Timer writes;

    StreamWaits(Timers timers, Progress progress) {
        this.timers = timers;
        this.progress = progress;
        this.deadline = timers.deadline(() -> progress.timedOut(phase));
    }

    /** Sets a deadline for the head of the response; zero clears it. */
    void awaitResponse(Duration fromNow) {
        deadline.set(fromNow);
    }

    /** The head has come: sets a timeout for each read from now on; time between reads does not count. */
    void awaitEachRead(Duration each) {
        deadline.clear();
        phase = Phase.BETWEEN_BYTES;
        eachRead = each;
    }

    /** Sets a timeout for each wait of the thread that sends, until the returned timer is closed. */
    Timer watchWrites(Duration each) {
        eachWrite = each;
        Timer watch = timers.deadline(() -> progress.timedOut(Phase.BETWEEN_BYTES));
        writes = watch;
        return watch;
    }

    @Override
    public void readBegins() {
        if (!eachRead.isZero()) {
            deadline.set(eachRead);
        }
    }

    @Override
    public void readEnds() {
        if (!eachRead.isZero()) {
            deadline.clear();
        }
    }

    @Override
    public void writeBegins() {
        Timer watch = writes;
        if (watch != null) {
            watch.set(eachWrite);
        }
    }

    @Override
    public void writeEnds() {
        Timer watch = writes;
        if (watch != null) {
            watch.clear();
        }
    }

    void close() {
        deadline.close();
    }
}
