package dev.sluice.opentelemetry;

import dev.sluice.observe.spans.ExportingTracer;
import dev.sluice.observe.spans.TracingOptions;
import io.helidon.tracing.HeaderConsumer;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.SpanListener;
import io.helidon.tracing.Tracer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tracer over OpenTelemetry's SDK, whose spans a thread pushes to a collector. Thread-safe. */
final class OtlpTracer implements ExportingTracer {
    private final SdkTracerProvider provider;
    private final SpanQueue queue;
    private final io.opentelemetry.api.trace.Tracer tracer;
    private final Formats formats;
    private final List<SpanListener> listeners = new CopyOnWriteArrayList<>();

    private OtlpTracer(SdkTracerProvider provider, SpanQueue queue, Formats formats) {
        this.provider = provider;
        this.queue = queue;
        this.formats = formats;
        tracer = provider.get("dev.sluice");
    }

    /** Of options with an endpoint. */
    static OtlpTracer of(TracingOptions options) {
        return of(options, exporter(options));
    }

    /** With an exporter, which it closes. */
    static OtlpTracer of(TracingOptions options, SpanExporter exporter) {
        SpanQueue queue = new SpanQueue(exporter, options.queue(), options.timeout());
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(resource(options))))
                .setSampler(LateSampler.of(options.ratio(), options.errors()))
                .addSpanProcessor(new HeldSpans(queue))
                .build();
        return new OtlpTracer(provider, queue, new Formats(options.formats()));
    }

    private static SpanExporter exporter(TracingOptions options) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(options.url()
                        .orElseThrow(() -> new IllegalArgumentException("an exporter needs an endpoint"))
                        .toString())
                .setTimeout(options.timeout())
                .setConnectTimeout(options.timeout());
        options.headers()
                .forEach((name, value) ->
                        exporter.addHeader(name, new String(value.reveal(), StandardCharsets.US_ASCII)));
        return exporter.build();
    }

    private static Attributes resource(TracingOptions options) {
        AttributesBuilder attributes = Attributes.builder();
        attributes.put("service.name", options.serviceName());
        options.resource().forEach(attributes::put);
        return attributes.build();
    }

    @Override
    public boolean enabled() {
        return true;
    }

    @Override
    public Span.Builder<?> spanBuilder(String name) {
        return new OtlpSpanBuilder(tracer.spanBuilder(name), listeners);
    }

    @Override
    public Optional<SpanContext> extract(HeaderProvider headers) {
        return formats.extract(headers);
    }

    @Override
    public void inject(SpanContext span, HeaderProvider inbound, HeaderConsumer outbound) {
        if (span instanceof OtlpSpanContext ours) {
            formats.inject(ours, outbound);
        }
    }

    @Override
    public Tracer register(SpanListener listener) {
        listeners.add(listener);
        return this;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(tracer)) {
            return type.cast(tracer);
        }
        throw new IllegalArgumentException("an OTLP tracer is no " + type.getName());
    }

    @Override
    public long dropped() {
        return queue.dropped();
    }

    @Override
    public void close() {
        queue.close();
        provider.close();
    }
}
