package dev.sluice.config;

import dev.sluice.core.options.Mistakes;
import dev.sluice.model.Model;
import dev.sluice.model.Place;
import io.helidon.config.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads models from a tree of Helidon's configuration: {@code gateway:} in the application.yaml of a service. Stateless. */
public final class ModelConfig {
    private ModelConfig() {}

    /**
     * Reads a model.
     *
     * @param config what stands under the gateway's key
     * @return the model
     * @throws dev.sluice.core.options.MistakesException naming every mistake with its key
     */
    public static Model read(Config config) {
        Mistakes mistakes = new Mistakes();
        Optional<Model> model = new ModelReader(Types.known(), mistakes).read(data(config));
        mistakes.throwIfAny();
        return model.orElseThrow();
    }

    private static Data data(Config config) {
        Place place = Place.of(config.key().toString());
        return switch (config.type()) {
            case VALUE, MISSING -> new Data.Text(place, config.asString().orElse(""));
            case LIST -> {
                List<Data> items = new ArrayList<>();
                config.asNodeList().ifPresent(nodes -> nodes.forEach(node -> items.add(data(node))));
                yield new Data.Items(place, items);
            }
            case OBJECT -> {
                Map<String, Data.Entry> entries = new LinkedHashMap<>();
                config.asNodeList()
                        .ifPresent(nodes -> nodes.forEach(node -> {
                            Data value = data(node);
                            entries.put(Config.Key.unescapeName(node.name()), new Data.Entry(value.place(), value));
                        }));
                yield new Data.Entries(place, entries);
            }
        };
    }
}
