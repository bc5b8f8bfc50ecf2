package dev.sluice.server.routed;

import dev.sluice.core.Fields;
import dev.sluice.server.rules.HelidonHeaders;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HttpMediaType;
import io.helidon.http.ServerRequestHeaders;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fields as Helidon's headers, converted when they are first read: routing asks for the object on every request, but
 * rarely reads it.
 */
final class RoutedHeaders implements ServerRequestHeaders {
    private final Fields fields;
    private @Nullable ServerRequestHeaders converted;

    RoutedHeaders(Fields fields) {
        this.fields = fields;
    }

    private ServerRequestHeaders converted() {
        ServerRequestHeaders known = converted;
        if (known == null) {
            known = HelidonHeaders.of(fields);
            converted = known;
        }
        return known;
    }

    @Override
    public List<String> all(HeaderName name, Supplier<List<String>> defaultSupplier) {
        return converted().all(name, defaultSupplier);
    }

    @Override
    public boolean contains(HeaderName name) {
        return fields.contains(name.lowerCase());
    }

    @Override
    public boolean contains(Header value) {
        return converted().contains(value);
    }

    @Override
    public Header get(HeaderName name) {
        return converted().get(name);
    }

    @Override
    public int size() {
        return converted().size();
    }

    @Override
    public List<HttpMediaType> acceptedTypes() {
        return converted().acceptedTypes();
    }

    @Override
    public Iterator<Header> iterator() {
        return converted().iterator();
    }
}
