package dev.sluice.config;

import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.PartType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The schemas of steps and ends: what {@link PartReader} reads. Collects the definitions that they refer to. */
final class PartSchemas {
    private static final Set<String> AT_POOL = Set.of(PartReader.POOL);

    private final Map<String, Object> definitions = new LinkedHashMap<>();

    static Map<String, Object> reference(String definition) {
        return JsonSchemas.of("$ref", "#/$defs/" + definition);
    }

    /** What was referred to, by name. */
    Map<String, Object> definitions() {
        return definitions;
    }

    /** Whether a file can have it at all: not, if code must be given. */
    static boolean isWritable(PartType<?> type) {
        return type.options().stream()
                .noneMatch(
                        option -> option.isRequired() && option.type().schema().equals(JsonSchemas.nothing()));
    }

    /** The value of a step's or an end's key. */
    Map<String, Object> value(String kind, PartType<?> type, boolean atPool) {
        boolean named = atPool && type.options().stream().anyMatch(PartSchemas::isPool);
        Set<String> given = named ? AT_POOL : Set.of();
        String name = kind + "-" + type.key() + (named ? "-at-pool" : "");
        definitions.computeIfAbsent(name, key -> value(type, given));
        return reference(name);
    }

    /** Whether it can be written without options. */
    static boolean isAlone(PartType<?> type, boolean atPool) {
        return type.options().stream().allMatch(option -> !option.isRequired() || (atPool && isPool(option)));
    }

    private static boolean isPool(OptionSpec<?, ?> option) {
        return option.key().equals(PartReader.POOL);
    }

    private static Map<String, Object> value(PartType<?> type, Set<String> given) {
        List<Map<String, Object>> forms = new ArrayList<>();
        boolean alone = isAlone(type, !given.isEmpty());
        if (alone) {
            forms.add(JsonSchemas.empty());
        }
        if (JsonSchemas.isAlone(type, given)) {
            Map<String, Object> first = JsonSchemas.first(type);
            forms.add(
                    alone
                            ? first
                            : JsonSchemas.of("allOf", List.of(first, JsonSchemas.of("not", JsonSchemas.empty()))));
        }
        forms.add(JsonSchemas.options(type, given));
        return JsonSchemas.anyOf(forms);
    }
}
