package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request to the admin API. Immutable.
 *
 * @param method such as {@code GET}
 * @param target path and query, encoded
 * @param fields of its head, besides the token
 * @param body to send
 */
public record Ask(String method, String target, Map<String, String> fields, Optional<String> body) {
    /** Keeps a copy of the fields. */
    public Ask {
        fields = Map.copyOf(fields);
    }

    /** One that changes nothing. */
    public static Ask get(String... path) {
        return of("GET", path);
    }

    static Ask post(String... path) {
        return of("POST", path);
    }

    /** With a path of segments, which are encoded: the name of a pool may have a slash. */
    static Ask of(String method, String... path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path) {
            segments.add(encoded(segment));
        }
        return new Ask(method, "/api/" + String.join("/", segments), Map.of(), Optional.empty());
    }

    /** With one more parameter. */
    public Ask with(String name, Object value) {
        String more = (target.contains("?") ? "&" : "?") + name + "=" + encoded(value.toString());
        return new Ask(method, target + more, fields, body);
    }

    Ask field(String name, String value) {
        Map<String, String> more = new TreeMap<>(fields);
        more.put(name, value);
        return new Ask(method, target, more, body);
    }

    Ask json(JsonNode data) {
        return body("application/json", data.toString());
    }

    Ask body(String type, String text) {
        Ask typed = field("Content-Type", type);
        return new Ask(method, target, typed.fields, Optional.of(text));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
