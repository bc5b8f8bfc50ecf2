package dev.sluice.middlewares.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A JSON object a line. Jackson escapes quotes, control characters and all that is not ASCII. */
final class JsonLines implements LineFormat {
    private static final int USUAL_LENGTH = 1024;

    /** Writes the members of the object. */
    @FunctionalInterface
    interface Layout {
        void write(TraceRecord trace, JsonGenerator json) throws IOException;
    }

    /** Without a separator, since every line ends with its own. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .rootValueSeparator((String) null)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final Layout layout;
    private final LineBuffer line = new LineBuffer(USUAL_LENGTH);
    private @Nullable JsonGenerator generator;

    JsonLines(Layout layout) {
        this.layout = layout;
    }

    /** Uses the generator of the line before, if there is one: making one would cost more than the line. */
    @Override
    public void append(TraceRecord trace, LineBuffer out) throws IOException {
        line.reset();
        JsonGenerator json = generator == null ? FACTORY.createGenerator(line) : generator;
        generator = null; // not to be used again if it breaks off within an object
        json.writeStartObject();
        layout.write(trace, json);
        json.writeEndObject();
        json.flush();
        generator = json;
        out.write(line.bytes(), 0, line.size());
    }
}
