package dev.sluice.config;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.MistakesException;
import dev.sluice.model.Place;
import dev.sluice.model.Spec;
import dev.sluice.model.SpecType;
import dev.sluice.model.Step;
import dev.sluice.model.StepType;
import dev.sluice.model.Terminal;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import dev.sluice.model.option.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads single parts: steps, terminals, specs. Their options are those of their types, and nothing else is known here. */
final class PartReader {
    /** The option that steps at a pool need not be given. */
    static final String POOL = "pool";

    private static final String NAME = "name";

    private final Types types;
    private final Mistakes mistakes;

    PartReader(Types types, Mistakes mistakes) {
        this.types = types;
        this.mistakes = mistakes;
    }

    /**
     * A step: its name alone, or its name with its options.
     *
     * @param pool the pool that it stands at; empty elsewhere
     */
    Optional<Step<?>> step(Data data, String path, Optional<String> pool) {
        if (data instanceof Data.Text name) {
            return step(name.text(), new Data.Text(data.place(), ""), data.place(), path, pool);
        }
        if (data instanceof Data.Entries entries && entries.values().size() == 1) {
            Map.Entry<String, Data.Entry> only =
                    entries.values().entrySet().iterator().next();
            Data.Entry entry = only.getValue();
            return step(only.getKey(), entry.value(), entry.place(), path + "." + only.getKey(), pool);
        }
        mistakes.add(data.place() + ": " + path + ": must be the name of a step, or a name with options, is "
                + Section.shown(data));
        return Optional.empty();
    }

    private Optional<Step<?>> step(String name, Data value, Place place, String path, Optional<String> pool) {
        Optional<StepType<?>> type = types.step(name);
        if (type.isEmpty()) {
            mistakes.add(place + ": " + path + ": there is no step '" + name + "'; "
                    + Suggestion.among(name, types.steps()));
            return Optional.empty();
        }
        return step(type.get(), value, place, path, pool);
    }

    <O> Optional<Step<?>> step(StepType<O> type, Data value, Place place, String path, Optional<String> pool) {
        return options(type, value, place, path, pool).map(options -> new Step<>(type, options, place));
    }

    <O> Optional<Terminal<?>> terminal(TerminalType<O> type, Data.Entry entry, String path) {
        return options(type, entry.value(), entry.place(), path, Optional.empty())
                .map(options -> new Terminal<>(type, options, entry.place()));
    }

    /** A spec with all its options; what is no map is the first of them. */
    <O> Optional<Spec<?>> spec(SpecType<O> type, Data.Entry entry, String path) {
        return options(type, entry.value(), entry.place(), path, Optional.empty())
                .map(options -> new Spec<>(type, options, entry.place()));
    }

    /** A spec whose options are among the keys of a section, and whose name is that of the section. */
    <O> Optional<Spec<?>> spec(SpecType<O> type, String name, Section section) {
        Map<String, Object> given = new HashMap<>();
        type.options().stream()
                .map(OptionSpec::key)
                .filter(key -> !key.equals(NAME))
                .forEach(key -> section.get(key)
                        .ifPresent(entry -> given.put(key, entry.value().plain())));
        given.put(NAME, name);
        return read(type, given, message -> mistake(message, section))
                .map(options -> new Spec<>(type, options, section.place()));
    }

    private static void mistake(String message, Section section) {
        String key = message.split("[ :.]", 2)[0];
        if (section.keys().contains(key)) {
            section.mistake(key, message.substring(key.length()).replaceFirst("^[:.] *", ""));
        } else {
            section.mistake(message);
        }
    }

    private <O> Optional<O> options(PartType<O> type, Data value, Place place, String path, Optional<String> pool) {
        Map<String, Object> given = new HashMap<>();
        if (value instanceof Data.Entries entries) {
            entries.values()
                    .forEach((key, entry) -> given.put(key, entry.value().plain()));
        } else if (!(value instanceof Data.Text text) || !text.text().isEmpty()) {
            List<OptionSpec<O, ?>> all = type.options();
            if (all.isEmpty()) {
                mistakes.add(place + ": " + path + ": has no options, is given " + Section.shown(value));
                return Optional.empty();
            }
            given.put(all.getFirst().key(), value.plain());
        }
        boolean atPool = type.options().stream().anyMatch(option -> option.key().equals(POOL));
        pool.filter(name -> atPool).ifPresent(name -> given.putIfAbsent(POOL, name));
        return read(type, given, message -> mistake(message, value, path));
    }

    private static <O> Optional<O> read(PartType<O> type, Map<String, Object> given, Consumer<String> mistake) {
        try {
            return Optional.of(type.read(OptionValues.of(type, given)));
        } catch (MistakesException several) {
            several.mistakes().forEach(mistake);
        } catch (IllegalArgumentException one) {
            mistake.accept(String.valueOf(one.getMessage()));
        }
        return Optional.empty();
    }

    /** Messages begin with the option that they are about, whose line is known. */
    private void mistake(String message, Data at, String path) {
        Place place = at.place();
        if (at instanceof Data.Entries entries) {
            String key = message.split("[ :.]", 2)[0];
            Data.Entry entry = entries.values().get(key);
            place = entry == null ? place : entry.place();
        }
        mistakes.add(place + ": " + path + ": " + message);
    }
}
