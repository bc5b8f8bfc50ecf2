package dev.sluice.middlewares.canary;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.middlewares.Nested;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** {@code canary} as an option of {@code split}. */
public final class CanaryOptionsType {
    private static final OptionSpec<CanaryOptions, String> POOL =
            required("pool", OptionTypes.text(), CanaryOptions::pool, "the pool that is tried");
    private static final OptionSpec<CanaryOptions, List<Integer>> STEPS = optional(
            "steps",
            OptionTypes.listOf(OptionTypes.integer(1)),
            CanaryOptions.STEPS,
            CanaryOptions::steps,
            "its shares in percent, rising to 100; those up to its weight are left out");
    private static final OptionSpec<CanaryOptions, Double> MARGIN = optional(
            "margin",
            number(),
            CanaryOptions.MARGIN,
            CanaryOptions::margin,
            "percentage points by which it may fail more often and still be promoted");
    private static final OptionSpec<CanaryOptions, Double> SLOW_MARGIN = optional(
            "slowMargin",
            number(),
            CanaryOptions.SLOW_MARGIN,
            CanaryOptions::slowMargin,
            "percentage points by which more of its responses may be slower than 95 % of the others");
    private static final OptionSpec<CanaryOptions, Integer> SAMPLES = optional(
            "samples",
            OptionTypes.integer(1),
            CanaryOptions.SAMPLES,
            CanaryOptions::samples,
            "its exchanges at a step before anything is decided");
    private static final OptionSpec<CanaryOptions, Duration> HOLD = optional(
            "hold",
            OptionTypes.duration(),
            CanaryOptions.HOLD,
            CanaryOptions::hold,
            "the least time at a step before the next");
    private static final OptionSpec<CanaryOptions, Double> RISK = optional(
            "risk", number(), CanaryOptions.RISK, CanaryOptions::risk, "the risk of a wrong decision in percent");

    /** The type. */
    public static final Nested<CanaryOptions> TYPE = new Nested<>(
            "canary",
            List.of(POOL, STEPS, MARGIN, SLOW_MARGIN, SAMPLES, HOLD, RISK),
            values -> new CanaryOptions(
                    values.get(POOL),
                    values.get(STEPS),
                    values.get(MARGIN),
                    values.get(SLOW_MARGIN),
                    values.get(SAMPLES),
                    values.get(HOLD),
                    values.get(RISK)));

    private CanaryOptionsType() {}

    private static OptionType<Double> number() {
        return OptionTypes.parsed("number above 0, such as 0.5", CanaryOptionsType::number, CanaryOptionsType::text);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("must be a number, is " + text, noNumber);
        }
    }

    private static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
