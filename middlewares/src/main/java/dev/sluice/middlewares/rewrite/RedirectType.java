package dev.sluice.middlewares.rewrite;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.rewrite.Redirection.Https;
import dev.sluice.middlewares.rewrite.Redirection.Matching;
import dev.sluice.middlewares.rewrite.Redirection.ToBase;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;
import java.util.Map;

/** {@code redirect} as a step of a program. */
public final class RedirectType implements StepType<RedirectOptions> {
    /** The type. */
    public static final RedirectType TYPE = new RedirectType();

    private static final String NAMES = "https, https:PORT, a URL, or regex: EXPRESSION with location: TEXT";
    private static final OptionSpec<RedirectOptions, Redirection> WHERE = required(
            "where",
            OptionType.of(NAMES, RedirectType::read, RedirectType::write).withSchema(RedirectType::kinds),
            RedirectOptions::where,
            "which clients are sent elsewhere, and where to");
    private static final OptionSpec<RedirectOptions, Integer> STATUS = optional(
            "status", OptionTypes.integer(1), RedirectOptions.FOUND, RedirectOptions::status, "301, 302, 307 or 308");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public RedirectType() {}

    private static Map<String, Object> kinds() {
        Map<String, Object> text = JsonSchemas.text();
        return JsonSchemas.anyOf(List.of(
                text,
                JsonSchemas.object(JsonSchemas.of("regex", text, "location", text), List.of("regex", "location"))));
    }

    private static Redirection read(Object data) {
        return switch (data) {
            case String text when text.equals("https") -> new Https(Https.STANDARD);
            case String text
            when text.startsWith("https:") && isNumber(text.substring(6)) ->
                new Https(Integer.parseInt(text.substring(6)));
            case String text -> new ToBase(text);
            case Map<?, ?> map
            when map.size() == 2
                    && map.get("regex") instanceof String expression
                    && map.get("location") instanceof String location -> new Matching(expression, location);
            default -> throw new IllegalArgumentException("must be " + NAMES + ", is " + data);
        };
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Object write(Redirection where) {
        return switch (where) {
            case ToBase to -> to.base();
            case Https https -> https.toString();
            case Matching matching -> Map.of("regex", matching.expression(), "location", matching.location());
        };
    }

    @Override
    public String name() {
        return "redirect";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<RedirectOptions, ?>> options() {
        return List.of(WHERE, STATUS);
    }

    @Override
    public RedirectOptions read(OptionValues<RedirectOptions> values) {
        return new RedirectOptions(values.get(WHERE), values.get(STATUS));
    }

    @Override
    public Middleware make(RedirectOptions options, Environment environment) {
        return new Redirect(options);
    }

    @Override
    public boolean gates(RedirectOptions options) {
        return true;
    }

    @Override
    public String describe(RedirectOptions options) {
        return "redirect(" + options.status() + " to " + options.where() + ")";
    }
}
