package dev.sluice.middlewares.errors;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Middleware;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code errors} as a step of a program. */
public final class ErrorsType implements StepType<ErrorsOptions> {
    /** The type. */
    public static final ErrorsType TYPE = new ErrorsType();

    private static final OptionSpec<ErrorsOptions, ErrorForm> FORM = optional(
            "form", OptionTypes.oneOf(ErrorForm.class), ErrorForm.TEXT, ErrorsOptions::form, "what errors look like");
    private static final OptionSpec<ErrorsOptions, Optional<ErrorRenderer>> RENDERER = optional(
            "renderer",
            OptionTypes.maybe(OptionTypes.opaque("renderer of errors")),
            Optional.empty(),
            ErrorsOptions::renderer,
            "a form of the program's own, in place of the others");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public ErrorsType() {}

    @Override
    public String name() {
        return "errors";
    }

    @Override
    public List<OptionSpec<ErrorsOptions, ?>> options() {
        return List.of(FORM, RENDERER);
    }

    @Override
    public ErrorsOptions read(OptionValues<ErrorsOptions> values) {
        return new ErrorsOptions(values.get(FORM), values.get(RENDERER));
    }

    @Override
    public Middleware make(ErrorsOptions options, Environment environment) {
        return new Errors(options);
    }

    @Override
    public String describe(ErrorsOptions options) {
        String form = options.form().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "errors(" + (options.renderer().isPresent() ? "renderer" : form) + ")";
    }
}
