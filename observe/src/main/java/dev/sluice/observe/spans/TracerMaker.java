package dev.sluice.observe.spans;

/**
 * What the {@linkplain io.helidon.tracing.spi.TracerProvider#createBuilder() builder} of a tracing provider is, if it can make
 * a tracer of a gateway's options.
 */
public interface TracerMaker {
    /**
     * Makes a tracer. Connects to nothing yet.
     *
     * @param options with an endpoint
     * @return one of its own, which is not registered anywhere
     */
    ExportingTracer make(TracingOptions options);
}
