package dev.sluice;

import dev.sluice.model.StepType;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.PartType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;

/** Documents for {@link SchemaTest}, made of the options that parts have: as they are meant, and changed in one place. */
final class SchemaDocuments {
    /** Values for options without a default that could be written, by part and option. */
    private static final Map<String, Object> SAMPLES = Map.ofEntries(
            Map.entry("access.allow", List.of("10.0.0.0/8")),
            Map.entry("api-key.keys", List.of("k")),
            Map.entry("basic-auth.users", Map.of("ada", "secret")),
            Map.entry("circuit-breaker.condition", "NetworkErrorRatio() > 0.5"),
            Map.entry("conn-limit.max", 5),
            Map.entry("cors.origins", List.of("https://a.test")),
            Map.entry("error-page.statuses", List.of("5xx")),
            Map.entry("files.directory", "/srv"),
            Map.entry("forward.upstream", "http://a:1"),
            Map.entry("forward-to.pool", "p"),
            Map.entry("member-breaker.breaker", Map.of("condition", "NetworkErrorRatio() > 0.5")),
            Map.entry("mirror.to", "p"),
            Map.entry("rate-limit.rates", List.of("100/1s")),
            Map.entry("redirect.location", "/x"),
            Map.entry("redirect.where", "https"),
            Map.entry("respond.status", 200),
            Map.entry("retry.condition", "Attempts() < 3"),
            Map.entry("rewrite.steps", List.of(Map.of("strip-prefix", "/a"))),
            Map.entry("total-timeout.total", "10s"),
            Map.entry("split.pools", Map.of("p", 3, "q", 1)));

    private SchemaDocuments() {}

    /** The steps and ends that files can have. */
    @SuppressWarnings("rawtypes") // services cannot be asked for by a parametrised type
    static List<PartType<?>> types() {
        List<PartType<?>> types = new ArrayList<>();
        for (StepType type : ServiceLoader.load(StepType.class)) {
            types.add(type);
        }
        for (TerminalType type : ServiceLoader.load(TerminalType.class)) {
            types.add(type);
        }
        types.removeIf(type -> type.options().stream().anyMatch(option -> option.isRequired() && isCode(option)));
        return types;
    }

    private static boolean isCode(OptionSpec<?, ?> option) {
        return option.type().schema().equals(JsonSchemas.nothing());
    }

    /** A document that has the part with all options that a file can say. */
    static Object meant(PartType<?> type) {
        return document(type, type.key(), options(type));
    }

    /** A document with the part, in which something was changed. */
    static Object changed(PartType<?> type, Random random) {
        Map<String, Object> options = options(type);
        for (OptionSpec<?, ?> option : type.options()) {
            if (!isNeeded(type, option) && random.nextBoolean()) {
                options.remove(option.key());
            }
        }
        boolean needsSome = type.options().stream().anyMatch(option -> !option.isRequired() && isNeeded(type, option));
        return switch (needsSome ? random.nextInt(5) : random.nextInt(12)) {
            case 0 -> document(type, type.key(), with(options, "no-such", 1));
            case 1 -> document(type, type.key() + "x", options);
            case 2 -> document(type, type.key(), List.of(List.of(options)));
            case 5 -> document(type, type.key(), null);
            case 6 -> document(type, type.key(), "");
            case 7 ->
                document(
                        type,
                        type.key(),
                        Optional.ofNullable(first(type, options)).orElse("x"));
            case 8 -> document(type, type.key(), without(options, random));
            default -> document(type, type.key(), changed(type, options, random));
        };
    }

    /** Options with a sample must be given though each has a default: one of them, or a certain one, is asked for. */
    private static boolean isNeeded(PartType<?> type, OptionSpec<?, ?> option) {
        return option.isRequired() || SAMPLES.containsKey(type.key() + "." + option.key());
    }

    private static Object first(PartType<?> type, Map<String, Object> options) {
        return type.options().isEmpty()
                ? null
                : options.get(type.options().getFirst().key());
    }

    private static Map<String, Object> with(Map<String, Object> options, String key, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(options);
        all.put(key, value);
        return all;
    }

    private static Map<String, Object> without(Map<String, Object> options, Random random) {
        Map<String, Object> all = new LinkedHashMap<>(options);
        if (!all.isEmpty()) {
            all.remove(List.copyOf(all.keySet()).get(random.nextInt(all.size())));
        }
        return all;
    }

    private static Map<String, Object> changed(PartType<?> type, Map<String, Object> options, Random random) {
        if (type.options().isEmpty()) {
            return options;
        }
        OptionSpec<?, ?> option =
                type.options().get(random.nextInt(type.options().size()));
        Object value = options.get(option.key());
        if (value == null) {
            return options;
        }
        return switch (random.nextInt(6)) {
            case 0 -> with(options, option.key(), Map.of("no-such", 1));
            case 1 -> with(options, option.key(), List.of(List.of(Map.of("no-such", 1))));
            case 2 -> with(options, option.key(), List.of(value));
            case 3 -> value instanceof Number ? with(options, option.key(), value.toString()) : options;
            case 4 -> isText(option.type().schema()) ? options : with(options, option.key(), "-wrong");
            default -> tooSmall(options, option);
        };
    }

    /** What a text must say is left to the reader. */
    private static boolean isText(Map<String, Object> schema) {
        return schema.toString().contains(JsonSchemas.text().toString());
    }

    private static Map<String, Object> tooSmall(Map<String, Object> options, OptionSpec<?, ?> option) {
        return option.type().schema().get("minimum") instanceof Long least
                ? with(options, option.key(), least - 1)
                : options;
    }

    private static Map<String, Object> options(PartType<?> type) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (OptionSpec<?, ?> option : type.options()) {
            Object sample = SAMPLES.get(type.key() + "." + option.key());
            if (sample != null) {
                options.put(option.key(), sample);
            } else {
                byDefault(option).ifPresent(value -> options.put(option.key(), value));
            }
        }
        return options;
    }

    private static <T> Optional<Object> byDefault(OptionSpec<?, T> option) {
        return option.byDefault().flatMap(value -> written(option.type(), value));
    }

    private static <T> Optional<Object> written(OptionType<T> type, T value) {
        try {
            return Optional.of(type.write(value));
        } catch (OpaqueValueException code) {
            return Optional.empty();
        }
    }

    private static Object document(PartType<?> type, String key, Object value) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put(key, value);
        Map<String, Object> pool = new LinkedHashMap<>(Map.of("members", List.of("http://a:1")));
        Map<String, Object> route = new LinkedHashMap<>(Map.of("name", "r", "when", "Any()"));
        if (type instanceof StepType<?> step && step.stage().compareTo(StepType.Stage.POOL) >= 0) {
            pool.put("steps", List.of(part));
            route.put("forward-to", "p");
        } else if (type instanceof StepType<?>) {
            route.put("steps", List.of(part));
            route.put("forward-to", "p");
        } else {
            route.putAll(part);
        }
        return Map.of("pools", Map.of("p", pool, "q", Map.of("members", "http://b:1")), "routes", List.of(route));
    }
}
