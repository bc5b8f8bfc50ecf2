package dev.sluice.middlewares.loadbalance;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.core.Source;
import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.middlewares.loadbalance.health.PassiveHealthType;
import dev.sluice.middlewares.loadbalance.limit.MemberLimit;
import dev.sluice.middlewares.loadbalance.policy.BalancerSpec;
import dev.sluice.middlewares.loadbalance.policy.Subset;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.StateListener;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptionsType;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code balance} as a step of a program: the pick of a member. */
public final class BalanceType implements StepType<BalanceOptions> {
    /** The type. */
    public static final BalanceType TYPE = new BalanceType();

    private static final OptionSpec<BalanceOptions, PoolSource> POOL =
            required("pool", PoolSource.option(), BalanceOptions::pool, "upstreams and their weights");
    private static final OptionSpec<BalanceOptions, BalancerSpec> POLICY = optional(
            "policy",
            BalancerSpec.option(),
            new BalancerSpec.RoundRobin(),
            BalanceOptions::policy,
            "how a member is picked");
    private static final OptionSpec<BalanceOptions, Optional<Subset>> SUBSET = optional(
            "subset",
            OptionTypes.maybe(OptionTypes.nested(Subset.TYPE)),
            Optional.empty(),
            BalanceOptions::subset,
            "the members that a request may go to, by their metadata");
    private static final OptionSpec<BalanceOptions, Integer> OVERPROVISIONING = optional(
            "overprovisioning",
            OptionTypes.integer(0),
            0,
            BalanceOptions::overprovisioning,
            "percent; requests spill over to the next tier when the available share of a tier, times this, is below 100");
    private static final OptionSpec<BalanceOptions, Optional<StickyOptions>> STICKY = optional(
            "sticky",
            OptionTypes.maybe(OptionTypes.nested(StickyOptionsType.TYPE)),
            Optional.empty(),
            BalanceOptions::sticky,
            "keeps a client at the member it was first sent to, by a cookie");
    private static final OptionSpec<BalanceOptions, Optional<PassiveHealth>> HEALTH = optional(
            "health",
            OptionTypes.maybe(OptionTypes.nested(PassiveHealthType.TYPE)),
            Optional.of(PassiveHealth.DEFAULT),
            BalanceOptions::health,
            "takes members out of the picks by what their responses show");
    private static final OptionSpec<BalanceOptions, Optional<MemberLimit>> LIMIT = optional(
            "limit",
            OptionTypes.maybe(OptionTypes.nested(MemberLimit.TYPE)),
            Optional.empty(),
            BalanceOptions::limit,
            "requests that each member may have in flight");
    private static final OptionSpec<BalanceOptions, List<RewriteListener>> ON_PICK = optional(
            "onPick",
            OptionTypes.listOf(OptionTypes.opaque("listener")),
            List.of(),
            BalanceOptions::onPick,
            "told of every pick before the request is passed on");
    private static final OptionSpec<BalanceOptions, List<StateListener>> ON_STATE = optional(
            "onState",
            OptionTypes.listOf(OptionTypes.opaque("listener")),
            List.of(),
            BalanceOptions::onState,
            "told when an exchange with a member begins and when it has ended");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public BalanceType() {}

    @Override
    public String name() {
        return "balance";
    }

    @Override
    public Stage stage() {
        return Stage.POOL;
    }

    @Override
    public List<OptionSpec<BalanceOptions, ?>> options() {
        return List.of(POOL, POLICY, SUBSET, OVERPROVISIONING, STICKY, HEALTH, LIMIT, ON_PICK, ON_STATE);
    }

    @Override
    public BalanceOptions read(OptionValues<BalanceOptions> values) {
        return new BalanceOptions(
                values.get(POOL),
                values.get(POLICY),
                values.get(SUBSET),
                values.get(OVERPROVISIONING),
                values.get(STICKY),
                values.get(HEALTH),
                values.get(LIMIT),
                values.get(ON_PICK),
                values.get(ON_STATE));
    }

    @Override
    public Set<String> captures(BalanceOptions options) {
        Stream<Source> policy =
                options.policy() instanceof BalancerSpec.Hash hash ? Stream.of(hash.by()) : Stream.empty();
        Stream<Source> subset = options.subset().stream().flatMap(members -> members.by().values().stream());
        return Stream.concat(policy, subset)
                .filter(Source.Capture.class::isInstance)
                .map(source -> ((Source.Capture) source).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Middleware make(BalanceOptions options, Environment environment) {
        return new Balance(options, environment);
    }

    @Override
    public String describe(BalanceOptions options) {
        String sticky =
                options.sticky().map(session -> ", sticky " + session.cookie()).orElse("");
        return "balance(" + options.policy() + " " + options.pool() + sticky + ")";
    }
}
