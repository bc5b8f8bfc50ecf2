package dev.sluice.opentelemetry;

import io.helidon.common.Weight;
import io.helidon.tracing.Span;
import io.helidon.tracing.Tracer;
import io.helidon.tracing.TracerBuilder;
import io.helidon.tracing.spi.TracerProvider;
import java.util.Optional;

/**
 * Tracing by OpenTelemetry's SDK, for {@link java.util.ServiceLoader}. A service that has another provider of Helidon's keeps
 * it: this one has the least weight. Thread-safe.
 */
@Weight(OtlpTracerProvider.WEIGHT)
public final class OtlpTracerProvider implements TracerProvider {
    /** Less than that of every provider of Helidon's own, and more than that of its tracer that does nothing. */
    static final double WEIGHT = 10;

    private static volatile Tracer global = Tracer.noOp();

    /** For {@link java.util.ServiceLoader}. */
    public OtlpTracerProvider() {}

    @Override
    public TracerBuilder<?> createBuilder() {
        return new OtlpTracerBuilder();
    }

    @Override
    public Tracer global() {
        return global;
    }

    @Override
    public void global(Tracer tracer) {
        global = tracer;
    }

    @Override
    public Optional<Span> currentSpan() {
        return OtlpSpan.current();
    }

    @Override
    public boolean available() {
        return true;
    }
}
