package dev.sluice.config;

import dev.sluice.core.Mistakes;
import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigFilters;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigNode.ListNode;
import io.helidon.config.spi.ConfigNode.ObjectNode;
import io.helidon.config.spi.ConfigNode.ValueNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the values of files what Helidon's configuration makes of them: a system property or an environment variable of
 * the same key wins, and {@code ${key}} stands for the value of another key of these or of the files.
 */
final class Resolver {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

    private final Mistakes mistakes;

    private Resolver(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    static Data resolved(
            Data data, Map<String, String> environment, Map<String, String> properties, Mistakes mistakes) {
        if (!(data instanceof Data.Entries entries)) {
            return data;
        }
        Config config = Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableParserServices()
                .disableMapperServices()
                .disableFilterServices()
                .addFilter(ConfigFilters.valueResolving().failOnMissingReference(true))
                .sources(
                        ConfigSources.create(properties),
                        ConfigSources.create(variables(environment)),
                        ConfigSources.create(object(entries)))
                .build();
        return new Resolver(mistakes).resolved(entries, config);
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

    private static ObjectNode object(Data.Entries entries) {
        ObjectNode.Builder object = ObjectNode.builder();
        entries.values().forEach((name, entry) -> {
            String key = Config.Key.escapeName(name);
            switch (entry.value()) {
                case Data.Text text -> object.addValue(key, ValueNode.create(text.text()));
                case Data.Items items -> object.addList(key, list(items));
                case Data.Entries inside -> object.addObject(key, object(inside));
            }
        });
        return object.build();
    }

    private static ListNode list(Data.Items items) {
        ListNode.Builder list = ListNode.builder();
        for (Data item : items.values()) {
            switch (item) {
                case Data.Text text -> list.addValue(ValueNode.create(text.text()));
                case Data.Items inside -> list.addList(list(inside));
                case Data.Entries inside -> list.addObject(object(inside));
            }
        }
        return list.build();
    }

    private Data resolved(Data data, Config at) {
        return switch (data) {
            case Data.Text text -> text(text, at);
            case Data.Items items -> {
                List<Data> values = new ArrayList<>();
                for (int i = 0; i < items.values().size(); i++) {
                    values.add(resolved(items.values().get(i), at.get(Integer.toString(i))));
                }
                yield new Data.Items(items.place(), values);
            }
            case Data.Entries entries -> {
                Map<String, Data.Entry> values = new LinkedHashMap<>();
                entries.values().forEach((name, entry) -> {
                    Config below = at.get(Config.Key.escapeName(name));
                    values.put(name, new Data.Entry(entry.place(), resolved(entry.value(), below)));
                });
                yield new Data.Entries(entries.place(), values);
            }
        };
    }

    private Data text(Data.Text text, Config at) {
        try {
            return new Data.Text(text.place(), at.asString().orElse(text.text()));
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
