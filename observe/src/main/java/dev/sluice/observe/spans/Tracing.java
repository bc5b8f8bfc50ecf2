package dev.sluice.observe.spans;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.journal.AttemptObserver;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import io.helidon.service.registry.Services;
import io.helidon.tracing.Tracer;
import io.helidon.tracing.TracerBuilder;
import io.helidon.tracing.spi.TracerProvider;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The tracing of one program: what its exchanges, attempts and decisions are told to. Whoever runs the program puts {@link
 * #recorder()} before all steps, follows attempts by {@link #attempts()}, reads the journal by {@link #reader()}, and closes
 * this when the last exchange has ended. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
    private final Tracer tracer;
    private final ServerSpans recorder;
    private final ClientSpans attempts;

    /**
     * Tracing by a tracer.
     *
     * @param tracer which may be that of a service; it is closed with this if it is an {@link ExportingTracer}
     * @param options what is traced
     * @param ticker by which requests are received
     * @param random decides about sampling where a client's decision is not followed
     */
    public Tracing(Tracer tracer, TracingOptions options, Ticker ticker, RandomGenerator random) {
        this.tracer = tracer;
        SpanTags tags = new SpanTags(options);
        recorder = new ServerSpans(tracer, new Parents(tracer, options, random), tags, ticker);
        attempts = new ClientSpans(tracer, tags, ticker, "");
    }

    /**
     * Tracing by a tracer that the options name: one of its own that exports to their endpoint, else the one of the program
     * that the gateway runs in.
     *
     * @param options what is traced
     * @param ticker by which requests are received
     * @param random decides about sampling where a client's decision is not followed
     * @return the tracing
     * @throws IllegalArgumentException if there is no such tracer
     */
    public static Tracing of(TracingOptions options, Ticker ticker, RandomGenerator random) {
        return new Tracing(tracer(options), options, ticker, random);
    }

    private static Tracer tracer(TracingOptions options) {
        if (options.endpoint().isPresent()) {
            return maker().make(options);
        }
        return Services.first(Tracer.class)
                .filter(Tracer::enabled)
                .orElseThrow(() -> new IllegalArgumentException(
                        "tracing needs an endpoint, as the program has no tracer of its own"));
    }

    private static TracerMaker maker() {
        for (TracerProvider provider : ServiceLoader.load(TracerProvider.class)) {
            TracerBuilder<?> builder = provider.createBuilder();
            if (builder instanceof TracerMaker maker) {
                return maker;
            }
        }
        throw new IllegalArgumentException("tracing to an endpoint needs the artifact dev.sluice:sluice-opentelemetry");
    }

    /**
     * Makes the server spans, and hands {@link dev.sluice.core.trace.TraceContext} on.
     *
     * @return the one that stands before all steps
     */
    public ExchangeRecorder recorder() {
        return recorder;
    }

    /**
     * Makes the client spans, and tells upstreams of them.
     *
     * @return does nothing for requests that did not come by the recorder
     */
    public AttemptObserver attempts() {
        return attempts;
    }

    /**
     * Makes decisions about requests events of their server spans.
     *
     * @return reads the whole journal
     */
    public Consumer<Journal.Entry> reader() {
        return SpanEvents::add;
    }

    /**
     * How many spans were lost on their way to the collector.
     *
     * @return 0 also if another tracer exports them
     */
    public long dropped() {
        return own().map(ExportingTracer::dropped).orElse(0L);
    }

    private Optional<ExportingTracer> own() {
        return tracer instanceof ExportingTracer exporting ? Optional.of(exporting) : Optional.empty();
    }

    /** Exports what waits, for a few seconds at most. The tracer of a service goes on. */
    @Override
    public void close() {
        own().ifPresent(ExportingTracer::close);
    }
}
