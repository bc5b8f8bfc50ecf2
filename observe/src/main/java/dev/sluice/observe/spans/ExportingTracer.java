package dev.sluice.observe.spans;

import io.helidon.tracing.Tracer;

/** A tracer that was made for a gateway, which closes it. Thread-safe. */
public interface ExportingTracer extends Tracer, AutoCloseable {
    /**
     * How many spans were lost: because more waited than may, or the collector did not take them.
     *
     * @return since it was made
     */
    long dropped();

    /** Exports what waits, for a few seconds at most; what is left then is dropped and counted. */
    @Override
    void close();
}
