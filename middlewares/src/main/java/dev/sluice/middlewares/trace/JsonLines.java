package dev.sluice.middlewares.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;

/** A JSON object a line. Jackson escapes quotes, control characters and all that is not ASCII. */
final class JsonLines implements LineFormat {
    /** Which members the object has. */
    @FunctionalInterface
    interface Layout {
        void write(TraceRecord trace, JsonGenerator json) throws IOException;
    }

    private final JsonFactory factory =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private final Layout layout;

    JsonLines(Layout layout) {
        this.layout = layout;
    }

    @Override
    public void append(TraceRecord trace, LineBuffer out) throws IOException {
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.writeStartObject();
            layout.write(trace, json);
            json.writeEndObject();
        }
    }
}
