package dev.sluice;

import dev.sluice.core.Gate;
import dev.sluice.core.Middleware;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;

/** {@code use} as a step: somebody's code, which is named, compared by identity, and never closed here. */
final class OwnType implements StepType<OwnType.Own> {
    static final OwnType TYPE = new OwnType();

    private static final OptionSpec<Own, String> NAME =
            OptionSpec.optional("name", OptionTypes.text(), "", Own::name, "what the plan calls it");
    private static final OptionSpec<Own, Middleware> MIDDLEWARE = OptionSpec.required(
            "middleware", OptionTypes.opaque("middleware"), Own::middleware, "code of the program's own");

    private OwnType() {}

    /**
     * A middleware of the program's own.
     *
     * @param name what the plan calls it; empty for what the middleware calls itself
     * @param middleware the instance
     */
    record Own(String name, Middleware middleware) {
        Own {
            Steps.given("name", name);
            Steps.given("middleware", middleware);
        }
    }

    @Override
    public String name() {
        return "use";
    }

    @Override
    public List<OptionSpec<Own, ?>> options() {
        return List.of(NAME, MIDDLEWARE);
    }

    @Override
    public Own read(OptionValues<Own> values) {
        return new Own(values.get(NAME), values.get(MIDDLEWARE));
    }

    @Override
    public Middleware make(Own options, Environment environment) {
        return options.middleware();
    }

    @Override
    public boolean lent(Own options) {
        return true;
    }

    @Override
    public boolean gates(Own options) {
        return options.middleware() instanceof Gate;
    }

    @Override
    public String describe(Own options) {
        return options.name().isEmpty() ? options.middleware().describe() : "use(" + options.name() + ")";
    }
}
