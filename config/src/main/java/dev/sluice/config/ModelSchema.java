package dev.sluice.config;

import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.PartType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of a gateway's file, for editors: made of the types of steps and ends that there are,
 * with the descriptions and defaults of their options. It takes every document that {@link ModelFiles} takes as one file,
 * and refuses unknown keys, missing options and values of the wrong form; what expressions, URLs, names of pools and paths
 * say is left to {@code sluice check}. Stateless.
 */
public final class ModelSchema {
    private static final String STEPS = "steps";
    private static final String POOL_STEPS = "pool-steps";
    private static final String STEP = "step";
    private static final String ROUTES = "routes";
    private static final String ROUTE = "route";
    private static final String OTHERWISE = "otherwise";
    private static final String REQUIRED = "required";
    private static final Map<String, Object> SOME_ROUTES = JsonSchemas.of(
            "anyOf", List.of(JsonSchemas.of(REQUIRED, List.of(ROUTES)), JsonSchemas.of(REQUIRED, List.of(OTHERWISE))));
    private static final Map<String, Object> SOME_MEMBERS = JsonSchemas.of(
            "anyOf",
            List.of(JsonSchemas.of(REQUIRED, List.of("members")), JsonSchemas.of(REQUIRED, List.of("source"))));

    private final Types types;
    private final PartSchemas parts = new PartSchemas();

    private ModelSchema(Types types) {
        this.types = types;
    }

    /**
     * The schema of all steps and ends that can be loaded.
     *
     * @return JSON, the same for the same types; ends with a line feed
     */
    public static String json() {
        return Json.of(new ModelSchema(Types.known()).document());
    }

    private Map<String, Object> document() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("policies", said("steps by a name, for use: NAME", JsonSchemas.mapOf(PartSchemas.reference(STEPS))));
        root.put("pools", said("upstreams by a name, for forward-to: NAME", JsonSchemas.mapOf(pool())));
        types.spec("listener")
                .ifPresent(type -> root.put(
                        "listeners",
                        said("where it listens, by a name", JsonSchemas.mapOf(parts.value("spec", type, false)))));
        types.settings().forEach(type -> root.put(type.key(), said(type.about(), parts.value("spec", type, false))));
        root.put("values", said("anything, for references such as ${values.host}", Map.of()));
        root.put(
                "ambiguous-targets",
                said("targets that can be read in more than one way", JsonSchemas.oneOf(List.of("reject", "pass"))));
        root.putAll(node());
        root.putAll(ends());
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "A gateway of Sluice");
        schema.putAll(JsonSchemas.object(root, List.of()));
        schema.put("oneOf", oneEnd(SOME_ROUTES));
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put(STEPS, steps(false));
        definitions.put(POOL_STEPS, steps(true));
        definitions.put(ROUTE, route());
        definitions.put(OTHERWISE, otherwise());
        definitions.putAll(parts.definitions());
        schema.put("$defs", definitions);
        return schema;
    }

    private static Map<String, Object> said(String description, Map<String, Object> schema) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("description", description);
        all.putAll(schema);
        return all;
    }

    /** What the root, scopes, routes and the rest may all have. */
    private static Map<String, Object> node() {
        Map<String, Object> one = PartSchemas.reference(ROUTE);
        return JsonSchemas.of(
                STEPS,
                said("middlewares, outermost first", PartSchemas.reference(STEPS)),
                ROUTES,
                said(
                        "routes and scopes",
                        JsonSchemas.anyOf(
                                List.of(JsonSchemas.of("type", "array", "items", one), one, JsonSchemas.empty()))),
                OTHERWISE,
                said("what takes the requests that no route takes", PartSchemas.reference(OTHERWISE)));
    }

    private Map<String, Object> ends() {
        Map<String, Object> ends = new LinkedHashMap<>();
        for (PartType<?> type : types.allTerminals()) {
            if (PartSchemas.isWritable(type)) {
                ends.put(type.key(), parts.value("end", type, false));
            }
        }
        return ends;
    }

    /** Exactly one of the ends, or what stands for one. */
    private List<Map<String, Object>> oneEnd(Map<String, Object> other) {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(other);
        ends().keySet().forEach(key -> all.add(JsonSchemas.of(REQUIRED, List.of(key))));
        return all;
    }

    private Map<String, Object> pool() {
        Map<String, Object> properties = new LinkedHashMap<>();
        types.spec("members")
                .ifPresent(type -> type.options().stream()
                        .filter(option -> !option.key().equals("name")) // which is the key
                        .forEach(option -> properties.put(option.key(), option(option))));
        properties.put(STEPS, said("middlewares around the pick of a member", PartSchemas.reference(POOL_STEPS)));
        properties.putAll(ends());
        Map<String, Object> pool = new LinkedHashMap<>(JsonSchemas.object(properties, List.of()));
        pool.putAll(SOME_MEMBERS);
        List<Map<String, Object>> some = ends().keySet().stream()
                .map(key -> JsonSchemas.of(REQUIRED, List.of(key)))
                .toList();
        pool.put("oneOf", oneEnd(JsonSchemas.of("not", JsonSchemas.of("anyOf", some))));
        return pool;
    }

    private static Map<String, Object> option(OptionSpec<?, ?> option) {
        return said(option.says(), option.type().schema());
    }

    private Map<String, Object> steps(boolean atPool) {
        Collection<? extends PartType<?>> all =
                types.allSteps().stream().filter(PartSchemas::isWritable).toList();
        Map<String, Object> byName = new LinkedHashMap<>();
        all.forEach(type -> byName.put(type.key(), parts.value(STEP, type, atPool)));
        byName.put(
                "use", said("the steps of a policy", JsonSchemas.of("type", List.of("string", "number", "boolean"))));
        Map<String, Object> map = new LinkedHashMap<>(JsonSchemas.object(byName, List.of()));
        map.put("minProperties", 1);
        map.put("maxProperties", 1);
        Map<String, Object> step = JsonSchemas.anyOf(List.of(
                JsonSchemas.oneOf(all.stream()
                        .filter(type -> PartSchemas.isAlone(type, atPool))
                        .map(PartType::key)
                        .toList()),
                map));
        return JsonSchemas.anyOf(List.of(JsonSchemas.of("type", "array", "items", step), step, JsonSchemas.empty()));
    }

    private Map<String, Object> otherwise() {
        Map<String, Object> properties = new LinkedHashMap<>(node());
        properties.putAll(ends());
        Map<String, Object> otherwise = new LinkedHashMap<>(JsonSchemas.object(properties, List.of()));
        otherwise.put("oneOf", oneEnd(SOME_ROUTES));
        return otherwise;
    }

    /** A map with {@code scope} is a scope, and any other a route. */
    private Map<String, Object> route() {
        Map<String, Object> predicate = JsonSchemas.of("type", "string");
        Map<String, Object> priority = said(
                "higher ones are asked first; 0 if it is not written",
                JsonSchemas.whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
        Map<String, Object> inScope = new LinkedHashMap<>();
        inScope.put("scope", said("the predicate that its routes share", predicate));
        inScope.put("priority", priority);
        inScope.putAll(node());
        Map<String, Object> scope = new LinkedHashMap<>(JsonSchemas.object(inScope, List.of("scope")));
        scope.putAll(SOME_ROUTES);
        Map<String, Object> inRoute = new LinkedHashMap<>();
        inRoute.put(
                "name",
                said("its own", JsonSchemas.of("type", List.of("string", "number", "boolean"), "pattern", "\\S")));
        inRoute.put("when", said("the predicate of the requests that take it; Any() for all", predicate));
        inRoute.put("priority", priority);
        inRoute.putAll(node());
        inRoute.putAll(ends());
        Map<String, Object> route = new LinkedHashMap<>(JsonSchemas.object(inRoute, List.of("name", "when")));
        route.put("oneOf", oneEnd(SOME_ROUTES));
        return JsonSchemas.of(
                "type", "object", "if", JsonSchemas.of(REQUIRED, List.of("scope")), "then", scope, "else", route);
    }
}
