package dev.sluice.config;

import dev.sluice.model.SettingType;
import dev.sluice.model.SpecType;
import dev.sluice.model.StepType;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.PartType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The types of parts that there are, by the names that files call them. Immutable. */
final class Types {
    private final Map<String, StepType<?>> steps = new TreeMap<>();
    private final Map<String, TerminalType<?>> terminals = new TreeMap<>();
    private final Map<String, SpecType<?>> specs = new TreeMap<>();

    private Types() {}

    /** All that a class loader knows, those of optional modules too. */
    @SuppressWarnings({"rawtypes", "unchecked"}) // services cannot be asked for by a parametrised type
    static Types known() {
        Types types = new Types();
        ServiceLoader.load(StepType.class).forEach(type -> types.steps.put(key(type), type));
        ServiceLoader.load(TerminalType.class).forEach(type -> types.terminals.put(key(type), type));
        ServiceLoader.load(SpecType.class).forEach(type -> types.specs.put(key(type), type));
        return types;
    }

    static String key(PartType<?> type) {
        return type.key();
    }

    Optional<StepType<?>> step(String key) {
        return Optional.ofNullable(steps.get(key));
    }

    Optional<TerminalType<?>> terminal(String key) {
        return Optional.ofNullable(terminals.get(key));
    }

    Optional<SpecType<?>> spec(String key) {
        return Optional.ofNullable(specs.get(key));
    }

    /** Those that stand at the root of a file, in the order of their keys. */
    List<SettingType<?>> settings() {
        List<SettingType<?>> settings = new ArrayList<>();
        for (SpecType<?> type : specs.values()) {
            if (type instanceof SettingType<?> setting) {
                settings.add(setting);
            }
        }
        return settings;
    }

    Collection<StepType<?>> allSteps() {
        return steps.values();
    }

    Collection<TerminalType<?>> allTerminals() {
        return terminals.values();
    }

    Set<String> steps() {
        return steps.keySet();
    }

    Set<String> terminals() {
        return terminals.keySet();
    }
}
