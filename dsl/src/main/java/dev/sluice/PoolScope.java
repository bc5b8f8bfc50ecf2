package dev.sluice;

import dev.sluice.ends.ForwardType;
import dev.sluice.expression.Expression;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyOptions;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyType;
import dev.sluice.middlewares.admission.AdmissionControlOptions;
import dev.sluice.middlewares.admission.AdmissionControlType;
import dev.sluice.middlewares.hedge.HedgeOptions;
import dev.sluice.middlewares.hedge.HedgeType;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.BalanceType;
import dev.sluice.middlewares.loadbalance.pool.DiscoveryOptions;
import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.MembersType;
import dev.sluice.middlewares.loadbalance.pool.PoolName;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.middlewares.loadbalance.pool.SourceSpec;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.retry.RetryType;
import dev.sluice.model.Place;
import dev.sluice.model.PoolNode;
import dev.sluice.model.Spec;
import dev.sluice.model.StepType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A pool of a gateway: members, how one is picked, and what runs around and for each attempt. */
public final class PoolScope extends Block<PoolScope> implements PoolSteps<PoolScope> {
    private final PoolSource source;
    private final PoolSpec.Builder members = PoolSpec.builder();
    private Written outside = Written.NOTHING;
    private Consumer<BalanceOptions.Builder> picking = defaults -> {};
    private Consumer<ForwarderOptions.Builder> forwarding = defaults -> {};

    PoolScope(List<String> mistakes, String pool) {
        super(mistakes, "pool \"" + pool + "\"");
        this.source = new PoolName(pool);
        members.name(pool);
    }

    @Override
    PoolScope self() {
        return this;
    }

    /**
     * Adds a member with weight 1.
     *
     * @param url {@code http://host[:port][/base]}
     * @return this
     */
    public PoolScope member(String url) {
        return member(url, 1);
    }

    /**
     * Adds a member.
     *
     * @param url {@code http://host[:port][/base]}
     * @param weight its share beside the others, 0 for none
     * @return this
     */
    public PoolScope member(String url, int weight) {
        if (fits("member", null)) {
            members.member(url, weight);
        }
        return this;
    }

    /**
     * Adds a member.
     *
     * @param url {@code http://host[:port][/base]}
     * @param about weight, priority, metadata
     * @return this
     */
    public PoolScope member(String url, Consumer<MemberSpec.Builder> about) {
        if (fits("member", null)) {
            members.member(url, about);
        }
        return this;
    }

    /**
     * Takes the members from a source while the gateway runs. Members that are added beside it take requests until the
     * source has answered.
     *
     * @param found such as {@code FileSource.of("members.txt")}, or {@code Dns.addresses("http://api:8080")} of the module
     *     {@code dev.sluice.discovery}
     * @return this
     */
    public PoolScope source(SourceSpec found) {
        if (fits("source", null)) {
            members.source(found);
        }
        return this;
    }

    /**
     * Takes the members from a source of the program's own while the gateway runs.
     *
     * @param own asked on a virtual thread, again and again
     * @return this
     */
    public PoolScope source(MemberSource own) {
        return source(new SourceSpec.Own(own));
    }

    /**
     * Sets how the source is followed.
     *
     * @param options interval, debounce, floor
     * @return this
     */
    public PoolScope discovery(DiscoveryOptions options) {
        if (fits("discovery", null)) {
            members.discovery(options);
        }
        return this;
    }

    /**
     * Sends a request again, to another member if there is one, without holding bodies.
     *
     * @param condition oxy's expression, such as {@code IsNetworkError() && Attempts() < 3}
     * @return this
     */
    public PoolScope retry(String condition) {
        return retry(() -> RetryOptions.builder(condition).build());
    }

    /**
     * Sends a request again, to another member if there is one, without holding bodies.
     *
     * @param condition such as {@code networkError().and(attempts().lessThan(3))}
     * @param options attempts, budget, backoff
     * @return this
     */
    public PoolScope retry(Expression<Attempt> condition, Consumer<RetryOptions.Builder> options) {
        return retry(() -> Steps.with(RetryOptions.builder(condition), options).build());
    }

    private PoolScope retry(Supplier<RetryOptions> options) {
        return around("retry", RetryType.TYPE, options);
    }

    /**
     * Limits how many requests wait for the pool's members at the same time, and finds the limit itself; one limit for
     * all routes that use the pool.
     *
     * @return this
     */
    public PoolScope adaptiveConcurrency() {
        return adaptiveConcurrency(defaults -> {});
    }

    /**
     * Limits how many requests wait for the pool's members at the same time, and finds the limit itself.
     *
     * @param options the algorithm, bounds, a queue, which requests are refused first
     * @return this
     */
    public PoolScope adaptiveConcurrency(Consumer<AdaptiveConcurrencyOptions.Builder> options) {
        return around(
                "adaptiveConcurrency",
                AdaptiveConcurrencyType.TYPE,
                () -> Steps.with(AdaptiveConcurrencyOptions.builder(), options).build());
    }

    /**
     * Refuses a share of the requests while less than half of those for the pool succeed.
     *
     * @return this
     */
    public PoolScope admissionControl() {
        return admissionControl(defaults -> {});
    }

    /**
     * Refuses a share of the requests while too few of those for the pool succeed.
     *
     * @param options the ratio, the window, how many are refused at most
     * @return this
     */
    public PoolScope admissionControl(Consumer<AdmissionControlOptions.Builder> options) {
        return around(
                "admissionControl",
                AdmissionControlType.TYPE,
                () -> Steps.with(AdmissionControlOptions.builder(), options).build());
    }

    /** Adds a step that runs once for a request, before a member is picked. */
    private <O> PoolScope around(String name, StepType<O> type, Supplier<O> options) {
        if (fits(name, null)) {
            outside = outside.with(type, options);
        }
        return this;
    }

    /**
     * Sends a second attempt of a safe request to another member if the first takes longer than 95 % of them do; the first
     * answer wins.
     *
     * @return this
     */
    public PoolScope hedge() {
        return hedge(defaults -> {});
    }

    /**
     * Sends a second attempt of a safe request to another member if the first takes too long; the first answer wins. With
     * {@link #retry(String) retry} before it, each attempt of that is hedged.
     *
     * @param options after which time, how many, budget
     * @return this
     */
    public PoolScope hedge(Consumer<HedgeOptions.Builder> options) {
        if (fits("hedge", null)) {
            outside = outside.with(
                    HedgeType.TYPE,
                    () -> Steps.with(HedgeOptions.builder(), options).build());
        }
        return this;
    }

    /**
     * Sets how requests are forwarded and members are reached.
     *
     * @param options timeouts, pass host, TLS
     * @return this
     */
    public PoolScope forwarding(Consumer<ForwarderOptions.Builder> options) {
        if (fits("forwarding", null)) {
            forwarding = forwarding.andThen(options);
        }
        return this;
    }

    @Override
    public <T> PoolScope picking(String name, Supplier<T> part, BiConsumer<BalanceOptions.Builder, T> put) {
        if (fits(name, null)) {
            try {
                T made = part.get();
                picking = picking.andThen(pick -> put.accept(pick, made));
            } catch (IllegalArgumentException mistake) {
                mistake(name, String.valueOf(mistake.getMessage()));
            }
        }
        return this;
    }

    @Override
    public <O> PoolScope onPool(StepType<O> type, Function<PoolSource, O> options) {
        return step(type, () -> options.apply(source));
    }

    /** What was written; empty if there were mistakes. */
    Optional<PoolNode> node(Place here) {
        Written all = outside.at(here)
                .with(
                        BalanceType.TYPE,
                        () -> Steps.with(BalanceOptions.builder(source), picking)
                                .build())
                .and(written());
        Written.Ended end = all.end(
                ForwardType.TYPE,
                () -> new ForwardType.Forward(
                        Optional.empty(),
                        Steps.with(ForwarderOptions.builder(), forwarding).build()));
        List<String> found = new ArrayList<>(end.mistakes());
        found.removeAll(written().mistakes()); // which are told already
        mistakes().addAll(found);
        try {
            Spec<PoolSpec> spec = new Spec<>(MembersType.TYPE, members.build(), here);
            return end.node().map(node -> new PoolNode(spec, node));
        } catch (IllegalArgumentException mistake) {
            Written.NOTHING
                    .at(here)
                    .checked(name(), () -> {
                        throw mistake;
                    })
                    .mistakes()
                    .forEach(mistakes()::add);
            return Optional.empty();
        }
    }
}
