package dev.sluice.observe.spans;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.core.trace.TraceFields;
import io.helidon.tracing.HeaderConsumer;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.Tracer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The fields by which a tracer tells of a span. */
final class Injected {
    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Injected(Tracer tracer, SpanContext span) {
        tracer.inject(span, HeaderProvider.empty(), HeaderConsumer.create(fields));
    }

    /** Whether the tracer tells nothing of it. */
    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** With others; one of these takes the place of all others of its name. */
    Fields in(Fields others) {
        FieldsBuilder all = others.toBuilder();
        fields.forEach((name, values) -> {
            all.remove(name);
            values.forEach(value -> all.add(name, value));
        });
        return all.build();
    }

    /** What upstreams read of them; empty if the tracer speaks neither W3C's format nor B3. */
    Optional<TraceContext> context() {
        return TraceFields.read(in(Fields.EMPTY));
    }
}
