package dev.sluice.middlewares;

import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One kind of a value of which there are several kinds: a fallback, for example, is a fixed response or a redirect.
 *
 * @param key the name of the kind in YAML and other text
 * @param type the kind
 * @param option reads and writes values of the kind
 * @param <T> all kinds
 * @param <V> the kind
 */
public record Variant<T, V extends T>(String key, Class<V> type, OptionType<V> option) {
    /**
     * The type of a value of several kinds. It is written as a map with one entry: the key of its kind, and the options
     * of that kind.
     *
     * @param name what the value is, for messages. A value of a kind that is not listed is code of the program and
     *     cannot be written
     * @param variants the kinds
     * @param <T> all kinds
     * @return the type; the key alone reads as a kind without options
     */
    public static <T> OptionType<T> oneOf(String name, List<Variant<T, ? extends T>> variants) {
        String keys = variants.stream().map(Variant::key).collect(Collectors.joining(", "));
        return OptionType.of(
                        name + ": one of " + keys,
                        (Object data) -> {
                            Map<?, ?> map = data instanceof String key ? Map.of(key, Map.of()) : asMap(data);
                            return variants.stream()
                                    .filter(variant -> map.size() == 1 && map.containsKey(variant.key()))
                                    .findFirst()
                                    .map(variant -> variant.read(map))
                                    .orElseThrow(() ->
                                            new IllegalArgumentException("must be one of " + keys + ", is " + data));
                        },
                        (T value) -> variants.stream()
                                .filter(variant -> variant.type().isInstance(value))
                                .findFirst()
                                .map(variant -> variant.write(value))
                                .orElseThrow(() -> new OpaqueValueException(name + " " + value)))
                .withSchema(() -> schema(variants));
    }

    private static <T> Map<String, Object> schema(List<Variant<T, ? extends T>> variants) {
        List<Map<String, Object>> kinds = new ArrayList<>();
        List<String> alone = variants.stream()
                .filter(Variant::needsNoOptions)
                .map(Variant::key)
                .toList();
        kinds.add(alone.isEmpty() ? JsonSchemas.nothing() : JsonSchemas.oneOf(alone));
        variants.forEach(variant ->
                kinds.add(JsonSchemas.entry(variant.key(), variant.option().schema())));
        return JsonSchemas.anyOf(kinds);
    }

    private boolean needsNoOptions() {
        try {
            option.read(Map.of());
            return true;
        } catch (IllegalArgumentException missing) {
            return false;
        }
    }

    private static Map<?, ?> asMap(Object data) {
        return data instanceof Map<?, ?> map ? map : Map.of();
    }

    private T read(Map<?, ?> map) {
        Object options = map.get(key);
        return option.read(options == null ? Map.of() : options);
    }

    private Object write(T value) {
        return Map.of(key, option.write(type.cast(value)));
    }
}
