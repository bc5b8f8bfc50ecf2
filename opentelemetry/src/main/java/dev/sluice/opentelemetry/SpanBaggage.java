package dev.sluice.opentelemetry;

import io.helidon.tracing.WritableBaggage;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import java.util.Optional;
import java.util.Set;

/** What a span hands on to its children, wherever they are. Thread-safe. */
final class SpanBaggage implements WritableBaggage {
    private volatile Baggage entries;

    SpanBaggage(Baggage entries) {
        this.entries = entries;
    }

    static SpanBaggage empty() {
        return new SpanBaggage(Baggage.empty());
    }

    Baggage asBaggage() {
        return entries;
    }

    @Override
    public Optional<String> get(String key) {
        return Optional.ofNullable(entries.getEntryValue(key));
    }

    @Override
    public Set<String> keys() {
        return entries.asMap().keySet();
    }

    @Override
    public boolean containsKey(String key) {
        return entries.asMap().containsKey(key);
    }

    @Override
    public WritableBaggage set(String key, String value) {
        return set(key, value, "");
    }

    @Override
    public synchronized WritableBaggage set(String key, String value, String metadata) {
        entries = entries.toBuilder()
                .put(key, value, BaggageEntryMetadata.create(metadata))
                .build();
        return this;
    }
}
