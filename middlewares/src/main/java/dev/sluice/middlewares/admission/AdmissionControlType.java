package dev.sluice.middlewares.admission;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;

/** {@code admissionControl} as a step of a program. */
public final class AdmissionControlType implements StepType<AdmissionControlOptions> {
    /** The type. */
    public static final AdmissionControlType TYPE = new AdmissionControlType();

    private static final OptionSpec<AdmissionControlOptions, Integer> SUCCESS_PERCENT = optional(
            "successPercent",
            OptionTypes.integer(1),
            AdmissionControlOptions.SUCCESS_PERCENT,
            AdmissionControlOptions::successPercent,
            "the share of requests that must succeed for all to be admitted, 1 to 100");
    private static final OptionSpec<AdmissionControlOptions, Duration> WINDOW = optional(
            "window",
            OptionTypes.duration(),
            AdmissionControlOptions.WINDOW,
            AdmissionControlOptions::window,
            "how far back exchanges are counted, 1 s or more");
    private static final OptionSpec<AdmissionControlOptions, Integer> MIN_RATE = optional(
            "minRate",
            OptionTypes.integer(0),
            AdmissionControlOptions.MIN_RATE,
            AdmissionControlOptions::minRate,
            "requests per second below which all are admitted");
    private static final OptionSpec<AdmissionControlOptions, Integer> AGGRESSION = optional(
            "aggression",
            OptionTypes.integer(1),
            AdmissionControlOptions.AGGRESSION,
            AdmissionControlOptions::aggression,
            "how fast the share of refusals grows: 1 in proportion, more for faster");
    private static final OptionSpec<AdmissionControlOptions, Integer> MAX_REFUSED_PERCENT = optional(
            "maxRefusedPercent",
            OptionTypes.integer(1),
            AdmissionControlOptions.MAX_REFUSED_PERCENT,
            AdmissionControlOptions::maxRefusedPercent,
            "the greatest share of requests that is refused, 1 to 100");
    private static final OptionSpec<AdmissionControlOptions, Duration> RETRY_AFTER = optional(
            "retryAfter",
            OptionTypes.duration(),
            AdmissionControlOptions.RETRY_AFTER,
            AdmissionControlOptions::retryAfter,
            "when a client that was refused may come again");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public AdmissionControlType() {}

    @Override
    public String name() {
        return "admissionControl";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<AdmissionControlOptions, ?>> options() {
        return List.of(SUCCESS_PERCENT, WINDOW, MIN_RATE, AGGRESSION, MAX_REFUSED_PERCENT, RETRY_AFTER);
    }

    @Override
    public AdmissionControlOptions read(OptionValues<AdmissionControlOptions> values) {
        return new AdmissionControlOptions(
                values.get(SUCCESS_PERCENT),
                values.get(WINDOW),
                values.get(MIN_RATE),
                values.get(AGGRESSION),
                values.get(MAX_REFUSED_PERCENT),
                values.get(RETRY_AFTER));
    }

    @Override
    public Middleware make(AdmissionControlOptions options, Environment environment) {
        AdmissionControl control =
                new AdmissionControl(options, environment.ticker(), environment.random(), environment.journal());
        environment.instruments().gauge("admissionControl.refused", control::refused);
        environment
                .instruments()
                .gauge("admissionControl.refusalPercent", () -> Math.round(control.refusalProbability() * 100));
        return control;
    }

    @Override
    public boolean gates(AdmissionControlOptions options) {
        return true;
    }

    @Override
    public String describe(AdmissionControlOptions options) {
        return "admissionControl(" + options.successPercent() + " % in "
                + options.window().toSeconds() + "s)";
    }
}
