package dev.sluice.middlewares.loadbalance;

import static dev.sluice.model.OptionSpec.optional;
import static dev.sluice.model.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.StateListener;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptionsType;
import dev.sluice.model.Environment;
import dev.sluice.model.OptionSpec;
import dev.sluice.model.OptionTypes;
import dev.sluice.model.OptionValues;
import dev.sluice.model.StepType;
import java.util.List;
import java.util.Optional;

/** {@code roundRobin} as a step of a program. */
public final class RoundRobinType implements StepType<RoundRobinOptions> {
    /** The type. */
    public static final RoundRobinType TYPE = new RoundRobinType();

    private static final OptionSpec<RoundRobinOptions, PoolSource> POOL =
            required("pool", PoolSource.option(), RoundRobinOptions::pool, "upstreams and their weights");
    private static final OptionSpec<RoundRobinOptions, Optional<StickyOptions>> STICKY = optional(
            "sticky",
            OptionTypes.maybe(OptionTypes.nested(StickyOptionsType.TYPE)),
            Optional.empty(),
            RoundRobinOptions::sticky,
            "keeps a client at the member it was first sent to, by a cookie");
    private static final OptionSpec<RoundRobinOptions, Optional<PassiveHealth>> HEALTH = optional(
            "health",
            OptionTypes.maybe(OptionTypes.nested(PassiveHealth.TYPE)),
            Optional.of(PassiveHealth.DEFAULT),
            RoundRobinOptions::health,
            "takes members out of the picks that cannot be connected to");
    private static final OptionSpec<RoundRobinOptions, List<RewriteListener>> ON_PICK = optional(
            "onPick",
            OptionTypes.listOf(OptionTypes.opaque("listener")),
            List.of(),
            RoundRobinOptions::onPick,
            "told of every pick before the request is passed on");
    private static final OptionSpec<RoundRobinOptions, List<StateListener>> ON_STATE = optional(
            "onState",
            OptionTypes.listOf(OptionTypes.opaque("listener")),
            List.of(),
            RoundRobinOptions::onState,
            "told when an exchange with a member begins and when it has ended");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public RoundRobinType() {}

    @Override
    public String name() {
        return "roundRobin";
    }

    @Override
    public Stage stage() {
        return Stage.POOL;
    }

    @Override
    public List<OptionSpec<RoundRobinOptions, ?>> options() {
        return List.of(POOL, STICKY, HEALTH, ON_PICK, ON_STATE);
    }

    @Override
    public RoundRobinOptions read(OptionValues<RoundRobinOptions> values) {
        return new RoundRobinOptions(
                values.get(POOL), values.get(STICKY), values.get(HEALTH), values.get(ON_PICK), values.get(ON_STATE));
    }

    @Override
    public Middleware make(RoundRobinOptions options, Environment environment) {
        return new RoundRobin(options, environment);
    }

    @Override
    public String describe(RoundRobinOptions options) {
        String sticky =
                options.sticky().map(session -> ", sticky " + session.cookie()).orElse("");
        return "roundRobin(" + options.pool() + sticky + ")";
    }
}
