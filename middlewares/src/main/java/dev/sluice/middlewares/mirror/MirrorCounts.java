package dev.sluice.middlewares.mirror;

import dev.sluice.model.Instruments;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of requests that were to be mirrored. Thread-safe.
 *
 * @param sent copies that were sent
 * @param dropped not sent: too many under way, or the body was not read to its end
 * @param tooLarge not sent because of a long body
 * @param failed sent, but without a whole answer
 * @param different answered otherwise than the client was
 */
record MirrorCounts(LongAdder sent, LongAdder dropped, LongAdder tooLarge, LongAdder failed, LongAdder different) {
    MirrorCounts() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }

    void show(Instruments instruments) {
        instruments.gauge("mirror.sent", sent::sum);
        instruments.gauge("mirror.dropped", dropped::sum);
        instruments.gauge("mirror.tooLarge", tooLarge::sum);
        instruments.gauge("mirror.failed", failed::sum);
        instruments.gauge("mirror.different", different::sum);
    }
}
