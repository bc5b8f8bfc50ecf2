package dev.sluice.config;

import dev.sluice.core.Request;
import dev.sluice.core.options.Mistakes;
import dev.sluice.expression.Expression;
import dev.sluice.model.Chain;
import dev.sluice.model.Chained;
import dev.sluice.model.Model;
import dev.sluice.model.Node;
import dev.sluice.model.Place;
import dev.sluice.model.PolicySteps;
import dev.sluice.model.PoolNode;
import dev.sluice.model.Route;
import dev.sluice.model.Routes;
import dev.sluice.model.SettingType;
import dev.sluice.model.Spec;
import dev.sluice.model.Step;
import dev.sluice.model.StepType;
import dev.sluice.model.Terminal;
import dev.sluice.model.option.Suggestion;
import dev.sluice.routing.Predicates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a model, with all its mistakes. One for each document. */
final class ModelReader {
    private static final String STEPS = "steps";
    private static final String ROUTES = "routes";
    private static final String OTHERWISE = "otherwise";

    private final Types types;
    private final Mistakes mistakes;
    private final PartReader parts;
    private final Map<String, List<Step<?>>> policies = new HashMap<>();

    ModelReader(Types types, Mistakes mistakes) {
        this.types = types;
        this.mistakes = mistakes;
        this.parts = new PartReader(types, mistakes);
    }

    /** The model; of no use if there were mistakes. */
    Optional<Model> read(Data data) {
        Optional<Section> section = Section.of(data, "", mistakes);
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Section root = section.get();
        root.get("values"); // for references
        root.section("policies").ifPresent(this::policies);
        Map<String, PoolNode> pools = new LinkedHashMap<>();
        Optional<Section> named = root.section("pools");
        named.ifPresent(all -> all.keys()
                .forEach(name -> all.section(name)
                        .ifPresent(pool -> pool(name, pool).ifPresent(node -> pools.put(name, node)))));
        Map<String, Spec<?>> listeners = listeners(root);
        Map<String, Spec<?>> settings = settings(root);
        Routes.Ambiguous ambiguous = ambiguous(root);
        Optional<Node> node = node(root, ambiguous);
        root.end();
        if (node.isEmpty()) {
            return Optional.empty();
        }
        Model model = new Model(node.get(), pools, listeners, settings);
        model.inconsistencies(named.map(Section::keys).orElse(pools.keySet())).forEach(mistakes::add);
        return Optional.of(model);
    }

    private Map<String, Spec<?>> listeners(Section root) {
        Map<String, Spec<?>> listeners = new LinkedHashMap<>();
        root.section("listeners").ifPresent(all -> {
            for (String name : all.keys()) {
                all.get(name)
                        .flatMap(entry ->
                                types.spec("listener").flatMap(type -> parts.spec(type, entry, all.path(name))))
                        .ifPresent(listener -> listeners.put(name, listener));
            }
        });
        return listeners;
    }

    private Map<String, Spec<?>> settings(Section root) {
        Map<String, Spec<?>> settings = new LinkedHashMap<>();
        for (SettingType<?> type : types.settings()) {
            root.get(type.key())
                    .flatMap(entry -> parts.spec(type, entry, type.key()))
                    .ifPresent(setting -> settings.put(type.name(), setting));
        }
        return settings;
    }

    private static Routes.Ambiguous ambiguous(Section root) {
        String text = root.text("ambiguous-targets").orElse("reject");
        return switch (text) {
            case "reject" -> Routes.Ambiguous.REJECT;
            case "pass" -> Routes.Ambiguous.PASS;
            default -> {
                root.mistake("ambiguous-targets", "must be reject or pass, is '" + text + "'");
                yield Routes.Ambiguous.REJECT;
            }
        };
    }

    private void policies(Section all) {
        for (String name : all.keys()) {
            policies.put(name, PolicySteps.of(name, steps(all.items(name), all.path(name), Optional.empty())));
        }
    }

    private Optional<PoolNode> pool(String name, Section pool) {
        List<Step<?>> steps = steps(pool.items(STEPS), pool.path(STEPS), Optional.of(name));
        Optional<Spec<?>> members = types.spec("members").flatMap(type -> parts.spec(type, name, pool));
        Optional<Terminal<?>> end = end(pool, "forward");
        pool.end();
        if (members.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        return picking(steps, name, pool).map(all -> new PoolNode(members.get(), new Chain(all, end.get())));
    }

    /** A pool that does not say how it picks does so in turn, before the steps that run for each attempt. */
    private Optional<List<Step<?>>> picking(List<Step<?>> steps, String name, Section pool) {
        if (steps.stream().anyMatch(Step::picks)) {
            return Optional.of(steps);
        }
        Data nothing = new Data.Text(pool.place(), "");
        Optional<Step<?>> pick = types.step("balance")
                .flatMap(type -> parts.step(type, nothing, nothing.place(), pool.path(STEPS), Optional.of(name)));
        return pick.map(step -> {
            List<Step<?>> all = new ArrayList<>(steps);
            int at = 0;
            while (at < all.size() && all.get(at).type().stage() != StepType.Stage.ATTEMPT) {
                at++;
            }
            all.add(at, step);
            return all;
        });
    }

    private List<Step<?>> steps(List<Data> items, String path, Optional<String> pool) {
        List<Step<?>> steps = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String here = path + "[" + i + "]";
            Optional<String> policy = policy(items.get(i));
            if (policy.isPresent()) {
                steps.addAll(policy(policy.get(), items.get(i), here));
            } else {
                parts.step(items.get(i), here, pool).ifPresent(steps::add);
            }
        }
        return steps;
    }

    private static Optional<String> policy(Data data) {
        return data instanceof Data.Entries entries
                        && entries.values().size() == 1
                        && entries.values().get("use") instanceof Data.Entry(Place place, Data.Text name)
                ? Optional.of(name.text())
                : Optional.empty();
    }

    private List<Step<?>> policy(String name, Data at, String path) {
        List<Step<?>> steps = policies.get(name);
        if (steps == null) {
            mistakes.add(at.place() + ": " + path + ": there is no policy '" + name + "'; "
                    + Suggestion.among(name, policies.keySet()));
            return List.of();
        }
        return steps;
    }

    /** Steps, and what they lead to. */
    private Optional<Node> node(Section section, Routes.Ambiguous ambiguous) {
        List<Step<?>> steps = steps(section.items(STEPS), section.path(STEPS), Optional.empty());
        boolean hasRoutes = !section.present(Set.of(ROUTES, OTHERWISE)).isEmpty();
        Optional<? extends Node> then = hasRoutes ? Optional.of(routes(section, ambiguous)) : end(section, null);
        return then.map(last -> steps.isEmpty() && last instanceof Routes ? last : new Chain(steps, last));
    }

    private Optional<Terminal<?>> end(Section section, @Nullable String byDefault) {
        List<String> ends = section.present(types.terminals());
        if (ends.size() > 1) {
            section.mistake("has more than one end: " + String.join(", ", ends));
            return Optional.empty();
        }
        String key = ends.isEmpty() ? byDefault : ends.getFirst();
        if (key == null) {
            section.mistake("has no end: one of " + String.join(", ", types.terminals()) + ", or routes");
            return Optional.empty();
        }
        Data.Entry entry = section.get(key).orElse(new Data.Entry(section.place(), new Data.Text(section.place(), "")));
        return types.terminal(key).flatMap(type -> parts.terminal(type, entry, section.path(key)));
    }

    private Routes routes(Section section, Routes.Ambiguous ambiguous) {
        section.present(types.terminals()).forEach(key -> section.mistake(key, "cannot stand beside routes"));
        List<Route> routes = new ArrayList<>();
        List<Data> items = section.items(ROUTES);
        for (int i = 0; i < items.size(); i++) {
            Section.of(items.get(i), section.path(ROUTES) + "[" + i + "]", mistakes)
                    .flatMap(this::route)
                    .ifPresent(routes::add);
        }
        Optional<Node> otherwise = section.section(OTHERWISE).flatMap(rest -> {
            Optional<Node> node = node(rest, Routes.Ambiguous.REJECT);
            rest.end();
            return node;
        });
        return new Routes(routes, otherwise, ambiguous);
    }

    private Optional<Route> route(Section route) {
        boolean isScope = route.get("scope").isPresent();
        Place place = route.place();
        Optional<Expression<Request>> when = predicate(route, isScope ? "scope" : "when");
        String name = isScope ? "" : name(route);
        int priority = priority(route);
        Optional<Node> then = node(route, Routes.Ambiguous.REJECT);
        route.end();
        if (isScope && then.filter(node -> Chained.of(node).routes().isEmpty()).isPresent()) {
            route.mistake("a scope has routes; a route is written with name and when");
        }
        return when.isEmpty() || then.isEmpty()
                ? Optional.empty()
                : Optional.of(new Route(name, when.get(), priority, then.get(), place));
    }

    private static String name(Section route) {
        Optional<String> name = route.text("name").filter(text -> !text.isBlank());
        if (name.isEmpty()) {
            route.mistake("a route needs a name");
        }
        return name.orElse("?");
    }

    private Optional<Expression<Request>> predicate(Section route, String key) {
        Optional<String> text = route.text(key);
        if (text.isEmpty() && route.get(key).isEmpty()) {
            route.mistake(key + " must be given: which requests take it; Any() for all");
        }
        return text.flatMap(predicate -> {
            try {
                return Optional.of(Predicates.parse(predicate));
            } catch (IllegalArgumentException wrong) {
                route.mistake(key, String.valueOf(wrong.getMessage()));
                return Optional.empty();
            }
        });
    }

    private static int priority(Section route) {
        String text = route.text("priority").orElse("0");
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException wrong) {
            route.mistake("priority", "must be a whole number, is '" + text + "'");
            return 0;
        }
    }
}
