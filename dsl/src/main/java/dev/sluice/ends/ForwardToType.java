package dev.sluice.ends;

import dev.sluice.core.Handler;
import dev.sluice.model.Environment;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;
import java.util.Optional;

/** {@code forwardTo} as the end of a route: a pool of the gateway, by its name. */
public final class ForwardToType implements TerminalType<ForwardToType.To> {
    /** The type. */
    public static final ForwardToType TYPE = new ForwardToType();

    private static final OptionSpec<To, String> POOL =
            OptionSpec.required("pool", OptionTypes.text(), To::pool, "the name of a pool of the gateway");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public ForwardToType() {}

    /**
     * Where requests go.
     *
     * @param pool the name of a pool
     */
    public record To(String pool) {}

    @Override
    public String name() {
        return "forwardTo";
    }

    @Override
    public List<OptionSpec<To, ?>> options() {
        return List.of(POOL);
    }

    @Override
    public To read(OptionValues<To> values) {
        return new To(values.get(POOL));
    }

    @Override
    public Optional<String> pool(To options) {
        return Optional.of(options.pool());
    }

    @Override
    public Handler make(To options, Environment environment) {
        throw new IllegalStateException("pool \"" + options.pool() + "\" stands for itself");
    }

    @Override
    public String describe(To options) {
        return "forwardTo(" + options.pool() + ")";
    }
}
