package dev.sluice;

import dev.sluice.model.Generation;
import dev.sluice.server.Pipeline;
import dev.sluice.server.PipelineSource.Lease;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A generation while it runs, and for as long as an exchange has it. Exchanges that begin and end are counted apart, in
 * counters that the cores do not share. Thread-safe.
 */
final class Run {
    private static final System.Logger LOGGER = System.getLogger(Run.class.getName());

    private final Generation generation;
    private final Pipeline pipeline;
    private final Lease lease;
    private final int version;
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean retired;

    /**
     * A generation that runs.
     *
     * @param observers told of each exchange that has it
     */
    Run(Generation generation, Pipeline pipeline, int version, Observers observers) {
        this.generation = generation;
        this.pipeline = pipeline;
        this.version = version;
        this.lease = pipeline.lent(outcome -> {
            observers.ended(outcome);
            leave();
        });
    }

    Generation generation() {
        return generation;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Lease lease() {
        return lease;
    }

    int version() {
        return version;
    }

    /** An exchange begins. Whoever calls it must look afterwards whether this is still the run of now. */
    void enter() {
        begun.increment();
    }

    /** An exchange has ended. */
    void leave() {
        ended.increment();
        closeIfUnused();
    }

    /** Another run follows: this one is closed with its last exchange. */
    void retire() {
        retired = true;
        closeIfUnused();
    }

    /** Ends are counted before beginnings, so that each end that is seen has its beginning seen. */
    private void closeIfUnused() {
        if (retired) {
            long done = ended.sum();
            if (begun.sum() == done) {
                close();
            }
        }
    }

    /** Exchanges that have it. */
    long inFlight() {
        long done = ended.sum();
        return begun.sum() - done;
    }

    /** Closes it, whoever still has it. */
    void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            generation.close();
        } catch (RuntimeException bug) {
            LOGGER.log(Level.WARNING, "a part of a model that runs no longer could not be closed", bug);
        }
    }
}
