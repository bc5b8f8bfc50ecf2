package dev.sluice.middlewares.adaptive;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.middlewares.Nested;
import dev.sluice.middlewares.Variant;
import dev.sluice.middlewares.adaptive.LimitAlgorithm.Aimd;
import dev.sluice.middlewares.adaptive.LimitAlgorithm.Fixed;
import dev.sluice.middlewares.adaptive.LimitAlgorithm.Gradient;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.time.Duration;
import java.util.List;

/** The type of the option that says how the limit is found. */
final class Algorithms {
    private Algorithms() {}

    static OptionType<LimitAlgorithm> option() {
        Variant<LimitAlgorithm, Fixed> fixed = new Variant<>(
                "fixed", Fixed.class, OptionTypes.nested(new Nested<>("fixed", List.of(), values -> new Fixed())));
        return Variant.oneOf("algorithm", List.of(gradient(), aimd(), fixed));
    }

    private static Variant<LimitAlgorithm, Gradient> gradient() {
        Gradient byDefault = Gradient.DEFAULT;
        OptionSpec<Gradient, Duration> period = optional(
                "period",
                OptionTypes.duration(),
                byDefault.period(),
                Gradient::period,
                "the shortest time between two changes of the limit");
        OptionSpec<Gradient, Integer> tolerance = optional(
                "tolerancePercent",
                OptionTypes.integer(0),
                byDefault.tolerancePercent(),
                Gradient::tolerancePercent,
                "how much slower than at low concurrency counts as not slower");
        OptionSpec<Gradient, Duration> every = optional(
                "baselineEvery",
                OptionTypes.duration(),
                byDefault.baselineEvery(),
                Gradient::baselineEvery,
                "how old the latency at low concurrency may become under load");
        OptionSpec<Gradient, Integer> samples = optional(
                "baselineSamples",
                OptionTypes.integer(1),
                byDefault.baselineSamples(),
                Gradient::baselineSamples,
                "how many requests measure it, 1 to 1000");
        return new Variant<>(
                "gradient",
                Gradient.class,
                OptionTypes.nested(new Nested<>(
                        "gradient",
                        List.of(period, tolerance, every, samples),
                        values -> new Gradient(
                                values.get(period), values.get(tolerance), values.get(every), values.get(samples)))));
    }

    private static Variant<LimitAlgorithm, Aimd> aimd() {
        OptionSpec<Aimd, Duration> latency = required(
                "latency",
                OptionTypes.duration(),
                Aimd::latency,
                "the longest time to the head that counts as in time");
        OptionSpec<Aimd, Integer> backoff = optional(
                "backoffPercent",
                OptionTypes.integer(50),
                Aimd.BACKOFF_PERCENT,
                Aimd::backoffPercent,
                "what is left of the limit after a decrease, 50 to 99");
        return new Variant<>(
                "aimd",
                Aimd.class,
                OptionTypes.nested(new Nested<>(
                        "aimd",
                        List.of(latency, backoff),
                        values -> new Aimd(values.get(latency), values.get(backoff)))));
    }
}
