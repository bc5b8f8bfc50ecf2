package dev.sluice.opentelemetry;

import dev.sluice.observe.spans.ExportingTracer;
import dev.sluice.observe.spans.TracerMaker;
import dev.sluice.observe.spans.TracingOptions;
import io.helidon.config.Config;
import io.helidon.tracing.Tracer;
import io.helidon.tracing.TracerBuilder;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes tracers: of a gateway's options, or as Helidon's builders do, of name, collector and tags. Such a tracer samples
 * every trace that begins here, as Helidon's do by default. Not thread-safe.
 */
final class OtlpTracerBuilder implements TracerBuilder<OtlpTracerBuilder>, TracerMaker {
    private static final int OTLP = 4318;

    private String service = "";
    private String protocol = "http";
    private String host = "localhost";
    private int port = OTLP;
    private String path = "/v1/traces";
    private final Map<String, String> tags = new HashMap<>();
    private double ratio = 1;
    private boolean enabled = true;
    private boolean global = true;

    @Override
    public ExportingTracer make(TracingOptions options) {
        return OtlpTracer.of(options);
    }

    @Override
    public OtlpTracerBuilder serviceName(String name) {
        service = name;
        return this;
    }

    @Override
    public OtlpTracerBuilder collectorProtocol(String name) {
        protocol = name;
        return this;
    }

    @Override
    public OtlpTracerBuilder collectorPort(int number) {
        port = number;
        return this;
    }

    @Override
    public OtlpTracerBuilder collectorHost(String name) {
        host = name;
        return this;
    }

    @Override
    public OtlpTracerBuilder collectorPath(String text) {
        path = text;
        return this;
    }

    @Override
    public OtlpTracerBuilder addTracerTag(String key, String value) {
        tags.put(key, value);
        return this;
    }

    @Override
    public OtlpTracerBuilder addTracerTag(String key, Number value) {
        return addTracerTag(key, value.toString());
    }

    @Override
    public OtlpTracerBuilder addTracerTag(String key, boolean value) {
        return addTracerTag(key, Boolean.toString(value));
    }

    /** The keys that Helidon's tracers have in common, and {@code sampler-param}, the ratio. */
    @Override
    public OtlpTracerBuilder config(Config config) {
        config.get("service").asString().ifPresent(this::serviceName);
        config.get("protocol").asString().ifPresent(this::collectorProtocol);
        config.get("host").asString().ifPresent(this::collectorHost);
        config.get("port").asInt().ifPresent(this::collectorPort);
        config.get("path").asString().ifPresent(this::collectorPath);
        config.get("tags").detach().asMap().ifPresent(tags::putAll);
        config.get("boolean-tags").detach().asMap().ifPresent(tags::putAll);
        config.get("int-tags").detach().asMap().ifPresent(tags::putAll);
        config.get("sampler-param").asDouble().ifPresent(sampled -> ratio = sampled);
        config.get("enabled").asBoolean().ifPresent(this::enabled);
        config.get("global").asBoolean().ifPresent(this::registerGlobal);
        return this;
    }

    @Override
    public OtlpTracerBuilder enabled(boolean is) {
        enabled = is;
        return this;
    }

    @Override
    public OtlpTracerBuilder registerGlobal(boolean is) {
        global = is;
        return this;
    }

    @Override
    public <B> B unwrap(Class<B> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("a builder of OTLP tracers is no " + type.getName());
    }

    @Override
    @SuppressWarnings("removal") // what every builder of Helidon's does; it tells the service registry too
    public Tracer build() {
        Tracer tracer = enabled ? exporting() : Tracer.noOp();
        if (global) {
            Tracer.global(tracer);
        }
        return tracer;
    }

    private Tracer exporting() {
        if (service.isBlank()) {
            throw new IllegalArgumentException("service: a tracer needs the name of its service");
        }
        TracingOptions.Builder options = TracingOptions.builder()
                .endpoint(protocol + "://" + host + ":" + port + path)
                .serviceName(service)
                .ratio(ratio)
                .errors(false);
        tags.forEach(options::resource);
        return OtlpTracer.of(options.build());
    }
}
