package dev.sluice.config;

import dev.sluice.core.options.Mistakes;
import dev.sluice.model.Chained;
import dev.sluice.model.Model;
import dev.sluice.model.Node;
import dev.sluice.model.Part;
import dev.sluice.model.PolicySteps;
import dev.sluice.model.PoolNode;
import dev.sluice.model.Route;
import dev.sluice.model.Routes;
import dev.sluice.model.Step;
import dev.sluice.model.Terminal;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.routing.Predicates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes a model as YAML that reads as an equal model. One for each model. */
public final class ModelYaml {
    private static final String POOL = "pool";

    private final Mistakes mistakes = new Mistakes();
    private final Map<String, List<Object>> policies = new LinkedHashMap<>();

    private ModelYaml() {}

    /**
     * Writes a model.
     *
     * @param model any
     * @return YAML
     * @throws dev.sluice.core.options.MistakesException naming everything that is code of the program's own, and each
     *     secret, which cannot be written
     */
    public static String of(Model model) {
        return dumped(data(model));
    }

    /**
     * Writes a model as JSON.
     *
     * @param model any
     * @return the same as {@link #of}, in JSON
     * @throws dev.sluice.core.options.MistakesException as {@link #of}
     */
    public static String json(Model model) {
        return Json.of(data(model));
    }

    private static Map<String, Object> data(Model model) {
        ModelYaml writer = new ModelYaml();
        Map<String, Object> data = writer.model(model);
        writer.mistakes.throwIfAny();
        return data;
    }

    /** Plain texts, lists and maps as YAML. */
    static String dumped(Object data) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        return new Yaml(options).dump(data);
    }

    private Map<String, Object> model(Model model) {
        Map<String, Object> root = new LinkedHashMap<>();
        Map<String, Object> pools = new LinkedHashMap<>();
        model.pools().forEach((name, pool) -> pools.put(name, pool(name, pool)));
        Map<String, Object> node = node(model.root(), Optional.empty());
        if (!policies.isEmpty()) {
            root.put("policies", policies);
        }
        if (!pools.isEmpty()) {
            root.put("pools", pools);
        }
        if (!model.listeners().isEmpty()) {
            Map<String, Object> listeners = new LinkedHashMap<>();
            model.listeners().forEach((name, listener) -> listeners.put(name, value(listener, options(listener))));
            root.put("listeners", listeners);
        }
        model.settings().values().forEach(setting -> root.put(setting.type().key(), value(setting, options(setting))));
        if (Chained.of(model.root()).routes().isPresent() && model.ambiguous() != Routes.Ambiguous.REJECT) {
            root.put("ambiguous-targets", "pass");
        }
        root.putAll(node);
        return root;
    }

    private Map<String, Object> pool(String name, PoolNode pool) {
        Map<String, Object> data = new LinkedHashMap<>(options(pool.members()));
        data.remove("name"); // which is the key
        data.putAll(node(pool.node(), Optional.of(name)));
        return data;
    }

    private Map<String, Object> node(Node node, Optional<String> pool) {
        Map<String, Object> data = new LinkedHashMap<>();
        Chained chained = Chained.of(node);
        if (!chained.steps().isEmpty()) {
            data.put("steps", steps(chained.steps(), pool));
        }
        if (chained.last() instanceof Routes routes) {
            data.put("routes", routes.routes().stream().map(this::route).toList());
            routes.otherwise().ifPresent(rest -> data.put("otherwise", node(rest, Optional.empty())));
        } else {
            Terminal<?> end = (Terminal<?>) chained.last();
            data.put(end.type().key(), value(end, options(end)));
        }
        return data;
    }

    private Map<String, Object> route(Route route) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (String code : Predicates.opaque(route.when())) {
            mistakes.add(route.place().before("route " + route.id() + ": code cannot be written: " + code));
        }
        if (route.name().isEmpty()) {
            data.put("scope", text(route.when().toString()));
        } else {
            data.put("name", text(route.name()));
            data.put("when", text(route.when().toString()));
        }
        if (route.priority() != 0) {
            data.put("priority", route.priority());
        }
        data.putAll(node(route.then(), Optional.empty()));
        return data;
    }

    /** Steps of a policy stand together, and are written where they stand first. */
    private List<Object> steps(List<Step<?>> steps, Optional<String> pool) {
        List<Object> data = new ArrayList<>();
        String before = "";
        for (Step<?> step : steps) {
            String policy = PolicySteps.policy(step).orElse("");
            if (policy.isEmpty()) {
                data.add(step(step, pool));
            } else if (!policy.equals(before)) {
                data.add(Map.of("use", policy));
                policies.computeIfAbsent(policy, name -> policy(name, steps));
            }
            before = policy;
        }
        return data;
    }

    private List<Object> policy(String name, List<Step<?>> steps) {
        return steps.stream()
                .filter(step -> PolicySteps.policy(step).filter(name::equals).isPresent())
                .map(step -> step(step, Optional.empty()))
                .toList();
    }

    private Object step(Step<?> step, Optional<String> pool) {
        Map<String, Object> options = options(step);
        pool.ifPresent(name -> options.remove(POOL, name));
        return options.isEmpty() ? step.type().key() : Map.of(step.type().key(), value(step, options));
    }

    /** What stands for the first option alone is written without its name. */
    private static Object value(Part<?> part, Map<String, Object> options) {
        if (options.size() == 1) {
            String first = part.type().options().getFirst().key();
            Object value = options.get(first);
            if (value != null && !(value instanceof Map) && !value.equals("")) {
                return value;
            }
        }
        return options;
    }

    private <O> Map<String, Object> options(Part<O> part) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (OptionSpec<O, ?> option : part.type().options()) {
            if (option.isSet(part.options())) {
                try {
                    data.put(option.key(), text(option.write(part.options())));
                } catch (OpaqueValueException code) {
                    mistakes.add(part.place()
                            .before(part.type().key() + ": " + option.key() + " cannot be written: "
                                    + code.getMessage()));
                }
            }
        }
        return data;
    }

    /** Texts as the reader takes them: a dollar sign before a brace would begin a reference there. */
    private static Object text(Object data) {
        return switch (data) {
            case String text -> text.replace("${", "\\${");
            case List<?> items -> items.stream().map(ModelYaml::text).toList();
            case Map<?, ?> map -> {
                Map<String, Object> texts = new LinkedHashMap<>();
                map.forEach((name, value) -> texts.put(String.valueOf(name), text(value)));
                yield texts;
            }
            default -> data;
        };
    }
}
