package dev.sluice.observe.admin;

import dev.sluice.core.time.Timers.Timer;
import dev.sluice.observe.Observed;
import dev.sluice.observe.meters.Stats;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Totals since the start, and rates and quantiles over the last ten seconds: a sample of all that is counted is taken each
 * second and compared with that of ten seconds before. Thread-safe.
 */
final class Figures implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int SAMPLES = 11;
    private static final double NANOS = 1e9;

    private final Supplier<Stats> stats;
    private final Observed program;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Timer next;
    private volatile boolean closed;

    private record Sample(long at, Stats stats) {}

    Figures(Supplier<Stats> stats, Observed program) {
        this.stats = stats;
        this.program = program;
        this.next = program.timers().deadline(this::startSample);
        sample();
    }

    private void startSample() {
        program.timers().startThread("sluice-admin-sample", this::sample);
    }

    private void sample() {
        Sample taken = new Sample(program.ticker().nanos(), stats.get());
        synchronized (samples) {
            samples.addLast(taken);
            if (samples.size() > SAMPLES) {
                samples.removeFirst();
            }
        }
        if (!closed) {
            next.set(PERIOD);
        }
    }

    /** Everything until now, and since the oldest sample. */
    FiguresWindow window() {
        Sample now = new Sample(program.ticker().nanos(), stats.get());
        synchronized (samples) {
            Sample oldest = samples.getFirst();
            return new FiguresWindow(now.stats(), oldest.stats(), (now.at() - oldest.at()) / NANOS);
        }
    }

    @Override
    public void close() {
        closed = true;
        next.close();
    }
}
