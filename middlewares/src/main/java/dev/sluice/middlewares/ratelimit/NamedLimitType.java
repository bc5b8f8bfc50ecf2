package dev.sluice.middlewares.ratelimit;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import java.util.List;

/** The options of a shared limit, which is itself an option of {@code rateLimit}. */
final class NamedLimitType implements PartType<SharedLimit.Named> {
    static final OptionType<Rate> RATE =
            OptionTypes.parsed("rate, such as 100/1s or 100/1m burst 200", Rate::parse, Rate::written);

    private static final OptionSpec<SharedLimit.Named, String> NAME =
            required("name", OptionTypes.text(), SharedLimit.Named::name, "for people who read it");
    private static final OptionSpec<SharedLimit.Named, List<Rate>> RATES =
            required("rates", OptionTypes.listOf(RATE), SharedLimit.Named::rates, "what holds, all at once");
    private static final OptionSpec<SharedLimit.Named, Integer> CAPACITY = optional(
            "capacity",
            OptionTypes.integer(1),
            RateLimiter.DEFAULT_CAPACITY,
            SharedLimit.Named::capacity,
            "how many keys are remembered");

    private static final OptionType<SharedLimit.Named> NAMED = OptionTypes.nested(new NamedLimitType());

    /** A shared limit; a live limiter is Java only. */
    static final OptionType<SharedLimit> SHARED = OptionType.<SharedLimit>of(
                    "name, rates and capacity of a shared limit", NAMED::read, NamedLimitType::written)
            .withSchema(NAMED::schema);

    private static Object written(SharedLimit limit) {
        return switch (limit) {
            case SharedLimit.Named named -> NAMED.write(named);
            case SharedLimit.Live live -> throw new OpaqueValueException("limiter " + live.rates());
        };
    }

    @Override
    public String name() {
        return "shared";
    }

    @Override
    public List<OptionSpec<SharedLimit.Named, ?>> options() {
        return List.of(NAME, RATES, CAPACITY);
    }

    @Override
    public SharedLimit.Named read(OptionValues<SharedLimit.Named> values) {
        return new SharedLimit.Named(values.get(NAME), values.get(RATES), values.get(CAPACITY));
    }

    @Override
    public String describe(SharedLimit.Named options) {
        return options.name();
    }
}
