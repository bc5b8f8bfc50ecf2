package dev.sluice.middlewares.rewrite;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.rewrite.Rewriting.AddPrefix;
import dev.sluice.middlewares.rewrite.Rewriting.RegexPath;
import dev.sluice.middlewares.rewrite.Rewriting.ReplacePath;
import dev.sluice.middlewares.rewrite.Rewriting.StripPrefix;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import dev.sluice.routing.Template;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code rewrite} as a step of a program. */
public final class RewriteType implements StepType<RewriteOptions> {
    /** The type. */
    public static final RewriteType TYPE = new RewriteType();

    private static final String NAMES =
            "strip-prefix: PATH, add-prefix: PATH, replace-path: PATH, or regex: EXPRESSION with replacement: TEXT";
    private static final OptionSpec<RewriteOptions, List<Rewriting>> STEPS = required(
            "steps",
            OptionTypes.listOf(
                    OptionType.of(NAMES, RewriteType::read, RewriteType::write).withSchema(RewriteType::kinds)),
            RewriteOptions::steps,
            "what is done to the target, in order");
    private static final OptionSpec<RewriteOptions, Boolean> ALLOW_DOT_SEGMENTS = optional(
            "allowDotSegments",
            OptionTypes.flag(),
            false,
            RewriteOptions::allowDotSegments,
            "whether paths with the segments . and .. are rewritten and not answered 400");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public RewriteType() {}

    private static Map<String, Object> kinds() {
        Map<String, Object> text = JsonSchemas.text();
        return JsonSchemas.anyOf(List.of(
                JsonSchemas.entry("strip-prefix", text),
                JsonSchemas.entry("add-prefix", text),
                JsonSchemas.entry("replace-path", text),
                JsonSchemas.object(
                        JsonSchemas.of("regex", text, "replacement", text), List.of("regex", "replacement"))));
    }

    private static Rewriting read(Object data) {
        return switch (data) {
            case Map<?, ?> map
            when map.size() == 1 && map.get("strip-prefix") instanceof String prefix -> new StripPrefix(prefix);
            case Map<?, ?> map
            when map.size() == 1 && map.get("add-prefix") instanceof String prefix -> new AddPrefix(prefix);
            case Map<?, ?> map
            when map.size() == 1 && map.get("replace-path") instanceof String path -> new ReplacePath(path);
            case Map<?, ?> map
            when map.size() == 2
                    && map.get("regex") instanceof String expression
                    && map.get("replacement") instanceof String replacement -> new RegexPath(expression, replacement);
            default -> throw new IllegalArgumentException("must be " + NAMES + ", is " + data);
        };
    }

    private static Object write(Rewriting rewriting) {
        return switch (rewriting) {
            case StripPrefix strip -> Map.of("strip-prefix", strip.prefix());
            case AddPrefix add -> Map.of("add-prefix", add.prefix());
            case ReplacePath replace -> Map.of("replace-path", replace.path());
            case RegexPath regex -> Map.of("regex", regex.expression(), "replacement", regex.replacement());
        };
    }

    @Override
    public String name() {
        return "rewrite";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<RewriteOptions, ?>> options() {
        return List.of(STEPS, ALLOW_DOT_SEGMENTS);
    }

    @Override
    public RewriteOptions read(OptionValues<RewriteOptions> values) {
        return new RewriteOptions(values.get(STEPS), values.get(ALLOW_DOT_SEGMENTS));
    }

    @Override
    public Set<String> captures(RewriteOptions options) {
        Set<String> names = new TreeSet<>();
        for (Rewriting step : options.steps()) {
            String template = step instanceof AddPrefix add
                    ? add.prefix()
                    : step instanceof ReplacePath replace ? replace.path() : "";
            Template.in(template).ifPresent(known -> names.addAll(known.names()));
        }
        return names;
    }

    @Override
    public Middleware make(RewriteOptions options, Environment environment) {
        return new Rewrite(options);
    }

    @Override
    public String describe(RewriteOptions options) {
        String steps = options.steps().stream().map(Rewriting::toString).collect(Collectors.joining(", "));
        return "rewrite(" + steps + (options.allowDotSegments() ? ", dot segments allowed" : "") + ")";
    }
}
