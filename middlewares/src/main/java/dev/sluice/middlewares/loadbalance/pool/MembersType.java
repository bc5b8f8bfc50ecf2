package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.model.Environment;
import dev.sluice.model.SpecType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import java.util.List;

/** The members of a pool that lives under a name: those that stay keep what is known about them. */
public final class MembersType implements SpecType<PoolSpec> {
    /** The type. */
    public static final MembersType TYPE = new MembersType();

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public MembersType() {}

    @Override
    public String name() {
        return "members";
    }

    @Override
    public List<OptionSpec<PoolSpec, ?>> options() {
        return PoolSpec.TYPE.options();
    }

    @Override
    public PoolSpec read(OptionValues<PoolSpec> values) {
        return PoolSpec.TYPE.read(values);
    }

    @Override
    public String describe(PoolSpec options) {
        return "members(" + options + ")";
    }

    @Override
    public void apply(PoolSpec options, Environment environment) {
        new PoolName(options.name()).in(environment).follow(options, environment);
    }
}
