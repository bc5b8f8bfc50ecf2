package dev.sluice.middlewares.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.Fields;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The fields that a line shows: names in any case, values of secret ones never, nor secrets in URLs. */
record FieldCapture(List<String> names, Set<String> secrets, UrlSecrets urls) {
    private static final String REDACTED = "[redacted]";

    /** Writes a member of the fields that are there, with a list of values each; nothing if there are none. */
    void write(String member, Fields fields, JsonGenerator json) throws IOException {
        boolean opened = false;
        for (String name : names) {
            List<String> values = values(name, fields);
            if (!values.isEmpty()) {
                if (!opened) {
                    json.writeObjectFieldStart(member);
                    opened = true;
                }
                json.writeArrayFieldStart(name);
                for (String value : values) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
        }
        if (opened) {
            json.writeEndObject();
        }
    }

    /** The values of a field, with secrets replaced. */
    List<String> values(String name, Fields fields) {
        boolean secret = secrets.contains(name.toLowerCase(Locale.ROOT));
        return fields.all(name).stream()
                .map(value -> secret ? REDACTED : urls.hidden(value))
                .toList();
    }
}
