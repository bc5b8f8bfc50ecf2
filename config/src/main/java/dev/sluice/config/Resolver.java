package dev.sluice.config;

import dev.sluice.core.options.Mistakes;
import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigFilters;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigNode.ObjectNode;
import io.helidon.config.spi.ConfigNode.ValueNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the values of files what Helidon's configuration makes of them: a system property or an environment variable of
 * the same key wins, and {@code ${key}} stands for the value of another key of these or of the files. What stands in lists
 * has no key, but may have references.
 */
final class Resolver {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

    /** Under which the texts of lists stand, which have no keys. */
    private static final String TEXTS = "texts of lists";

    private final Mistakes mistakes;
    private final Map<String, String> listed = new LinkedHashMap<>();

    private Resolver(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    static Data resolved(
            Data data, Map<String, String> environment, Map<String, String> properties, Mistakes mistakes) {
        return data instanceof Data.Entries entries
                ? new Resolver(mistakes).resolved(entries, environment, properties)
                : data;
    }

    private Data resolved(Data.Entries entries, Map<String, String> environment, Map<String, String> properties) {
        ObjectNode.Builder files = object(entries);
        ObjectNode.Builder texts = ObjectNode.builder();
        collect(entries, false);
        listed.forEach((text, key) -> texts.addValue(key, ValueNode.create(text)));
        Config config = Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableParserServices()
                .disableMapperServices()
                .disableFilterServices()
                .disableKeyResolving()
                .addFilter(ConfigFilters.valueResolving().failOnMissingReference(true))
                .sources(
                        ConfigSources.create(properties),
                        ConfigSources.create(variables(environment)),
                        ConfigSources.create(
                                files.addObject(TEXTS, texts.build()).build()))
                .build();
        return resolved(entries, Optional.of(config), config.get(TEXTS));
    }

    /** As Helidon does: {@code LISTENERS_WEB_PORT} is {@code listeners.web.port}, too. */
    private static Map<String, String> variables(Map<String, String> environment) {
        Map<String, String> variables = new LinkedHashMap<>();
        environment.forEach((name, value) -> put(variables, name, value));
        environment.forEach(
                (name, value) -> put(variables, name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        return variables;
    }

    /** Without what is no key, such as {@code _}, which shells set: a part of it would have no name. */
    private static void put(Map<String, String> variables, String key, String value) {
        if (!key.isEmpty() && !("." + key + ".").contains("..")) {
            variables.putIfAbsent(key, value);
        }
    }

    /** Without lists: Helidon 4.5.0 overflows the stack with those of ten thousand elements. */
    private static ObjectNode.Builder object(Data.Entries entries) {
        ObjectNode.Builder object = ObjectNode.builder();
        entries.values().forEach((name, entry) -> {
            String key = Config.Key.escapeName(name);
            if (entry.value() instanceof Data.Text text) {
                object.addValue(key, ValueNode.create(text.text()));
            } else if (entry.value() instanceof Data.Entries inside) {
                object.addObject(key, object(inside).build());
            }
        });
        return object;
    }

    /** Notes the texts with references that stand in lists. */
    private void collect(Data data, boolean inList) {
        switch (data) {
            case Data.Text text -> {
                if (inList && refers(text)) {
                    listed.putIfAbsent(text.text(), "text" + listed.size());
                }
            }
            case Data.Items items -> items.values().forEach(item -> collect(item, true));
            case Data.Entries entries -> entries.values().values().forEach(entry -> collect(entry.value(), inList));
        }
    }

    private static boolean refers(Data.Text text) {
        return text.text().contains("${");
    }

    /**
     * With what stands for values.
     *
     * @param at the configuration of the same key; empty in lists
     */
    private Data resolved(Data data, Optional<Config> at, Config texts) {
        return switch (data) {
            case Data.Text text -> text(text, at, texts);
            case Data.Items items -> {
                List<Data> values = new ArrayList<>();
                items.values().forEach(item -> values.add(resolved(item, Optional.empty(), texts)));
                yield new Data.Items(items.place(), values);
            }
            case Data.Entries entries -> {
                Map<String, Data.Entry> values = new LinkedHashMap<>();
                entries.values().forEach((name, entry) -> {
                    Optional<Config> below = at.map(here -> here.get(Config.Key.escapeName(name)));
                    values.put(name, new Data.Entry(entry.place(), resolved(entry.value(), below, texts)));
                });
                yield new Data.Entries(entries.place(), values);
            }
        };
    }

    private Data text(Data.Text text, Optional<Config> at, Config texts) {
        if (at.isEmpty() && !refers(text)) {
            return text;
        }
        try {
            Config known = at.orElseGet(() -> texts.get(listed.getOrDefault(text.text(), "")));
            return new Data.Text(text.place(), known.asString().orElse(text.text()));
        } catch (ConfigException wrong) {
            Matcher reference = REFERENCE.matcher(text.text());
            mistakes.add(text.place() + ": "
                    + (reference.find()
                            ? reference.group() + " stands for nothing: no key, property or variable has this name"
                            : wrong.getMessage()));
            return text;
        }
    }
}
