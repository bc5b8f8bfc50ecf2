package dev.sluice.model.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fragments of JSON Schema (draft 2020-12) as plain data, for {@link OptionType#withSchema}. Readers take each scalar of
 * YAML as the text that is written, so a text may be written as a number or a boolean, too, and a number as a text.
 * Wherever a scalar is expected, a reference such as <code>${KEY}</code> is: what it stands for is not known to the schema.
 */
public final class JsonSchemas {
    private static final String TYPE = "type";
    private static final String PATTERN = "pattern";
    private static final String STRING = "string";
    private static final String OBJECT = "object";
    private static final String ANY_OF = "anyOf";
    private static final String REFERENCE = "\\$\\{";

    private JsonSchemas() {}

    /**
     * Texts, as scalars of any kind; nothing is the empty text.
     *
     * @return the fragment
     */
    public static Map<String, Object> text() {
        return of(TYPE, List.of(STRING, "number", "boolean", "null"));
    }

    /**
     * True and false, also as texts.
     *
     * @return the fragment
     */
    public static Map<String, Object> flag() {
        return of(TYPE, List.of("boolean", STRING), PATTERN, "^(true|false)$|" + REFERENCE);
    }

    /**
     * Whole numbers, also as texts, whose bounds are not checked.
     *
     * @param least the smallest
     * @param most the largest
     * @return the fragment
     */
    public static Map<String, Object> whole(long least, long most) {
        String sign = least < 0 ? "[+-]?" : "\\+?";
        return numberOr(least, most, "\\s*" + sign + "\\d+\\s*");
    }

    /**
     * Whole numbers, and texts of some form.
     *
     * @param least the smallest number
     * @param most the largest number
     * @param pattern a regular expression for a whole text
     * @return the fragment
     */
    public static Map<String, Object> numberOr(long least, long most, String pattern) {
        return of(
                TYPE,
                List.of("integer", STRING),
                "minimum",
                least,
                "maximum",
                most,
                PATTERN,
                "^(" + pattern + ")$|" + REFERENCE);
    }

    /**
     * Texts of some form.
     *
     * @param pattern a regular expression for a whole text
     * @return the fragment
     */
    public static Map<String, Object> textLike(String pattern) {
        return of(TYPE, STRING, PATTERN, "^(" + pattern + ")$|" + REFERENCE);
    }

    /**
     * Some texts and no others.
     *
     * @param texts what may be written
     * @return the fragment
     */
    public static Map<String, Object> oneOf(List<String> texts) {
        return anyOf(List.of(of("enum", texts), of(TYPE, STRING, PATTERN, REFERENCE)));
    }

    /**
     * Maps with names that are known, and no others.
     *
     * @param properties the fragments of the values by their names, in the order of the map
     * @param required names that must be there
     * @return the fragment
     */
    public static Map<String, Object> object(Map<String, ?> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, OBJECT);
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return Collections.unmodifiableMap(schema);
    }

    /**
     * Maps with one name.
     *
     * @param name must be there
     * @param value the fragment of its value
     * @return the fragment
     */
    public static Map<String, Object> entry(String name, Map<String, Object> value) {
        return object(Map.of(name, value), List.of(name));
    }

    /**
     * Maps with names of the writer's own.
     *
     * @param values the fragment of each value
     * @return the fragment
     */
    public static Map<String, Object> mapOf(Map<String, Object> values) {
        return of(TYPE, OBJECT, "additionalProperties", values);
    }

    /**
     * Lists; one element alone may be written without a list.
     *
     * @param element the fragment of each element
     * @return the fragment
     */
    public static Map<String, Object> listOf(Map<String, Object> element) {
        return anyOf(List.of(element, of(TYPE, "array", "items", element)));
    }

    /**
     * What one of several fragments allows.
     *
     * @param schemas one or more; those that allow nothing are left out
     * @return the fragment
     */
    public static Map<String, Object> anyOf(List<Map<String, Object>> schemas) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Map<String, Object> schema : schemas) {
            if (!schema.equals(nothing()) && !all.contains(schema)) {
                all.add(schema);
            }
        }
        return switch (all.size()) {
            case 0 -> nothing();
            case 1 -> all.getFirst();
            default -> of(ANY_OF, List.copyOf(all));
        };
    }

    /**
     * No value at all.
     *
     * @return the fragment
     */
    public static Map<String, Object> nothing() {
        return of("not", Map.of());
    }

    /**
     * The options of a part: a map, or what stands for the first option alone.
     *
     * @param type whose options they are
     * @return the fragment
     */
    public static Map<String, Object> nested(PartType<?> type) {
        Map<String, Object> map = options(type, Set.of());
        if (type.options().isEmpty()) {
            return anyOf(List.of(map, empty()));
        }
        return isAlone(type, Set.of()) ? anyOf(List.of(map, first(type))) : map;
    }

    /**
     * The options of a part as a map.
     *
     * @param type whose options they are
     * @param given keys of options that need not be there, because they are given elsewhere
     * @return the fragment, with a description and a default for each option
     */
    public static Map<String, Object> options(PartType<?> type, Set<String> given) {
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (OptionSpec<?, ?> option : type.options()) {
            properties.put(option.key(), described(option));
            if (option.isRequired() && !given.contains(option.key())) {
                required.add(option.key());
            }
        }
        return object(properties, required);
    }

    private static <T> Map<String, Object> described(OptionSpec<?, T> option) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", option.says() + " (" + option.type().name() + ")");
        schema.putAll(option.type().schema());
        option.byDefault()
                .flatMap(value -> written(option.type(), value))
                .ifPresent(text -> schema.put("default", text));
        return Collections.unmodifiableMap(schema);
    }

    /** Without what is a program's own, and what is of this machine. */
    private static <T> Optional<Object> written(OptionType<T> type, T value) {
        try {
            Object data = type.write(value);
            return data.equals(System.getProperty("java.io.tmpdir")) ? Optional.empty() : Optional.of(data);
        } catch (OpaqueValueException code) {
            return Optional.empty();
        }
    }

    /**
     * Whether what stands for the first option can stand alone.
     *
     * @param type whose options they are
     * @param given keys of options that need not be there, because they are given elsewhere
     * @return false if there is no first option, or if another must be given
     */
    public static boolean isAlone(PartType<?> type, Set<String> given) {
        return !type.options().isEmpty()
                && type.options().stream()
                        .skip(1)
                        .noneMatch(other -> other.isRequired() && !given.contains(other.key()));
    }

    /**
     * What stands for the first option.
     *
     * @param type has one or more options
     * @return the fragment of that option, without maps: these are read as all options by their names
     */
    public static Map<String, Object> first(PartType<?> type) {
        return noMap(type.options().getFirst().type().schema());
    }

    /**
     * What is written for nothing.
     *
     * @return the fragment
     */
    public static Map<String, Object> empty() {
        List<@Nullable Object> nothing = new ArrayList<>();
        nothing.add("");
        nothing.add(null);
        return of("enum", nothing);
    }

    /** Without the alternatives that are maps. */
    private static Map<String, Object> noMap(Map<String, Object> schema) {
        if (OBJECT.equals(schema.get(TYPE))) {
            return nothing();
        }
        if (schema.get(ANY_OF) instanceof List<?> alternatives) {
            List<Map<String, Object>> left = new ArrayList<>();
            alternatives.forEach(one -> left.add(noMap(cast(one))));
            return anyOf(left);
        }
        return schema;
    }

    @SuppressWarnings("unchecked") // alternatives are fragments
    private static Map<String, Object> cast(Object schema) {
        return (Map<String, Object>) schema;
    }

    /**
     * A fragment of keywords and their values.
     *
     * @param pairs in turn
     * @return the fragment, in that order
     */
    public static Map<String, Object> of(Object... pairs) {
        Map<String, Object> schema = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            schema.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return Collections.unmodifiableMap(schema);
    }
}
