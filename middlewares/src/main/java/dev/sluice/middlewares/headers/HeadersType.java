package dev.sluice.middlewares.headers;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code headers} as a step of a program. */
public final class HeadersType implements StepType<HeadersOptions> {
    /** The type. */
    public static final HeadersType TYPE = new HeadersType();

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final OptionType<List<FieldEdit>> LIST = OptionTypes.listOf(
            OptionTypes.parsed("edit, such as 'set X-Env: prod'", FieldEdit::parse, FieldEdit::toString)
                    .withSchema(() -> JsonSchemas.textLike("\\s*((set|add|set-if-absent|set-if-present)\\s+" + TOKEN
                            + "\\s*:[^\\x00-\\x08\\x0a-\\x1f\\x7f]*|remove\\s+" + TOKEN + "\\s*)")));
    private static final OptionType<FieldEdits> EDITS = OptionType.of(
                    LIST.name(),
                    (Object data) -> new FieldEdits(LIST.read(data)),
                    (FieldEdits edits) -> LIST.write(edits.edits()))
            .withSchema(LIST::schema);

    private static final OptionSpec<HeadersOptions, FieldEdits> REQUEST =
            optional("request", EDITS, FieldEdits.NONE, HeadersOptions::request, "edits of the request's fields");
    private static final OptionSpec<HeadersOptions, FieldEdits> RESPONSE =
            optional("response", EDITS, FieldEdits.NONE, HeadersOptions::response, "edits of the response's fields");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public HeadersType() {}

    @Override
    public String name() {
        return "headers";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<HeadersOptions, ?>> options() {
        return List.of(REQUEST, RESPONSE);
    }

    @Override
    public HeadersOptions read(OptionValues<HeadersOptions> values) {
        return new HeadersOptions(values.get(REQUEST), values.get(RESPONSE));
    }

    @Override
    public Set<String> captures(HeadersOptions options) {
        Set<String> names = new TreeSet<>(options.request().captures());
        names.addAll(options.response().captures());
        return names;
    }

    @Override
    public Middleware make(HeadersOptions options, Environment environment) {
        return new Headers(options);
    }

    @Override
    public String describe(HeadersOptions options) {
        return "headers(" + options.request().edits().size() + " request, "
                + options.response().edits().size() + " response)";
    }
}
