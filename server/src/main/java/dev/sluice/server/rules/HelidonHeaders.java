package dev.sluice.server.rules;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;

/** Converts fields to Helidon's headers and back, for own routes and filters. */
public final class HelidonHeaders {
    private HelidonHeaders() {}

    public static ServerRequestHeaders of(Fields fields) {
        WritableHeaders<?> headers = WritableHeaders.create();
        for (int i = 0; i < fields.size(); i++) {
            headers.add(HeaderNames.create(fields.name(i)), fields.value(i));
        }
        return ServerRequestHeaders.create(headers);
    }

    public static Fields fields(Headers headers) {
        FieldsBuilder builder = Fields.builder();
        for (Header header : headers) {
            for (String value : header.allValues()) {
                builder.add(header.name(), value);
            }
        }
        return builder.build();
    }
}
