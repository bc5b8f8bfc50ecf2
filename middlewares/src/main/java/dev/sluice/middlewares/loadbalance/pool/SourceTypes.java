package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of sources that there are, those of optional modules too. Looked for when a source is read, not before. */
final class SourceTypes {
    private SourceTypes() {}

    @SuppressWarnings("rawtypes") // a service cannot be asked for by a parametrised type
    private static Map<String, SourceType<?>> known() {
        Map<String, SourceType<?>> types = new TreeMap<>();
        ServiceLoader.load(SourceType.class).forEach(type -> types.put(type.key(), type));
        return types;
    }

    static SourceSpec read(Object data) {
        Map<String, SourceType<?>> types = known();
        Map<?, ?> map = data instanceof Map<?, ?> entries ? entries : Map.of();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            SourceType<?> type = types.get(String.valueOf(entry.getKey()));
            if (type != null && map.size() == 1) {
                return typed(type, entry.getValue());
            }
        }
        throw new IllegalArgumentException(
                "must be one of " + String.join(", ", types.keySet()) + " with its options, is " + data);
    }

    private static <O> SourceSpec typed(SourceType<O> type, Object options) {
        return new SourceSpec.Typed<>(type, OptionTypes.nested(type).read(options));
    }

    static Map<String, Object> schema() {
        return JsonSchemas.anyOf(
                known().values().stream().map(SourceTypes::entry).toList());
    }

    private static Map<String, Object> entry(SourceType<?> type) {
        OptionType<?> options = OptionTypes.nested(type);
        return JsonSchemas.entry(type.key(), options.schema());
    }
}
