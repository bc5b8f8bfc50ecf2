package dev.sluice.observe.admin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.core.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request as an operation sees it.
 *
 * @param request as received
 * @param parts what stands in the target where the operation's path has braces, decoded
 * @param query parameters, decoded; of several with a name the last
 * @param notes what the audit line shall say of its body
 */
record Call(Request request, List<String> parts, Map<String, String> query, List<String> notes) {
    /** The most bytes of a body. */
    static final int LONGEST_BODY = 4 * 1024 * 1024;

    private static final int CHUNK = 8192;
    private static final int DEEPEST = 20;
    private static final ObjectMapper JSON = mapper();

    private static ObjectMapper mapper() {
        JsonFactory factory = new JsonFactoryBuilder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, true)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    Call(Request request, List<String> parts, Map<String, String> query) {
        this(request, parts, query, new ArrayList<>());
    }

    /** What its body asks for stands in the audit line. */
    void about(Members body) {
        notes.add(body.shown());
    }

    /** What stands in place of the first pair of braces. */
    String part() {
        return parts.getFirst();
    }

    String text(String parameter) {
        return query.getOrDefault(parameter, "");
    }

    /** A number of the query. */
    int number(String parameter, int byDefault, int most) {
        String text = query.get(parameter);
        if (text == null) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // told below
        }
        throw AdminRefusal.malformed(parameter + " must be 0 to " + most + ", is '" + text + "'");
    }

    /** The version that {@code If-Match} says must run; empty for {@code *}. */
    OptionalInt version() {
        String tag = request.fields()
                .first("If-Match")
                .orElseThrow(AdminRefusal::needsVersion)
                .strip();
        if (tag.equals("*")) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(tag.replace("\"", "")));
        } catch (NumberFormatException other) {
            throw AdminRefusal.stale("no version has the ETag " + tag);
        }
    }

    /** The object that the body is. */
    Members body() {
        String type = contentType();
        if (!type.equals("application/json")) {
            throw AdminRefusal.type("Content-Type must be application/json, is '" + type + "'");
        }
        try {
            JsonNode tree = JSON.readTree(bytes());
            if (!tree.isObject()) {
                throw AdminRefusal.malformed("the body must be a JSON object");
            }
            Map<String, JsonNode> all = new LinkedHashMap<>();
            tree.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
            return new Members(all);
        } catch (JacksonException wrong) {
            throw AdminRefusal.malformed("the body is not JSON: " + wrong.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A model as it is written. JSON is YAML, too. */
    String model() {
        String type = contentType();
        if (!List.of("application/yaml", "application/x-yaml", "text/yaml", "application/json")
                .contains(type)) {
            throw AdminRefusal.type("Content-Type must be application/yaml or application/json, is '" + type + "'");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException wrong) {
            throw AdminRefusal.malformed("the body is not UTF-8");
        }
    }

    private String contentType() {
        String type = request.fields().first("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    private byte[] bytes() {
        if (request.body().length() > LONGEST_BODY) {
            throw AdminRefusal.tooLarge(LONGEST_BODY);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[CHUNK];
        for (int count = request.body().read(some, 0, CHUNK);
                count >= 0;
                count = request.body().read(some, 0, CHUNK)) {
            if (all.size() + count > LONGEST_BODY) {
                throw AdminRefusal.tooLarge(LONGEST_BODY);
            }
            all.write(some, 0, count);
        }
        return all.toByteArray();
    }

    /** Who asks, for the audit. */
    String peer() {
        return request.client().peer().host();
    }

    Optional<String> accepted() {
        return request.fields().first("Accept");
    }
}
