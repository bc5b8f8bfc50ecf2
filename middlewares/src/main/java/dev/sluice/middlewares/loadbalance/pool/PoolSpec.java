package dev.sluice.middlewares.loadbalance.pool;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Upstream;
import dev.sluice.core.options.Mistakes;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.Environment;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool as data. Equal specs in one environment stand for one live pool; two pools with the same members need
 * different names.
 *
 * @param name distinguishes pools with the same members. Default: empty
 * @param members at least one if there is no source; of two with the same upstream the last counts. Beside a source, those
 *     that requests go to until it has answered
 * @param source where members come from while the pool runs. Default: none
 * @param discovery how the source is followed. Default: {@link DiscoveryOptions#DEFAULT}
 */
public record PoolSpec(String name, List<MemberSpec> members, Optional<SourceSpec> source, DiscoveryOptions discovery)
        implements PoolSource {
    private static final OptionSpec<PoolSpec, String> NAME =
            optional("name", OptionTypes.text(), "", PoolSpec::name, "tells pools with the same members apart");
    private static final OptionSpec<PoolSpec, List<MemberSpec>> MEMBERS = optional(
            "members",
            OptionTypes.listOf(MemberSpec.option()),
            List.of(),
            PoolSpec::members,
            "upstreams and their weights; beside a source, those until it has answered");
    private static final OptionSpec<PoolSpec, Optional<SourceSpec>> SOURCE = optional(
            "source",
            OptionTypes.maybe(SourceSpec.option()),
            Optional.empty(),
            PoolSpec::source,
            "where members come from while the pool runs");
    private static final OptionSpec<PoolSpec, DiscoveryOptions> DISCOVERY = optional(
            "discovery",
            OptionTypes.nested(DiscoveryOptions.TYPE),
            DiscoveryOptions.DEFAULT,
            PoolSpec::discovery,
            "how the source is followed");

    /** Its options. */
    static final PartType<PoolSpec> TYPE = new Nested<>(
            "pool",
            List.of(NAME, MEMBERS, SOURCE, DISCOVERY),
            values -> new PoolSpec(values.get(NAME), values.get(MEMBERS), values.get(SOURCE), values.get(DISCOVERY)));

    /**
     * Checks the members.
     *
     * @throws IllegalArgumentException if there is neither a member nor a source
     */
    public PoolSpec {
        members = List.copyOf(members);
        if (members.isEmpty() && source.isEmpty()) {
            throw new IllegalArgumentException("needs at least one upstream, or a source of members");
        }
    }

    /**
     * A pool whose members are written.
     *
     * @param name distinguishes pools with the same members
     * @param members at least one
     */
    public PoolSpec(String name, List<MemberSpec> members) {
        this(name, members, Optional.empty(), DiscoveryOptions.DEFAULT);
    }

    /**
     * A pool without a name whose members have equal weights.
     *
     * @param urls as {@link Upstream#of} reads them
     * @return the spec, each member with weight 1
     * @throws IllegalArgumentException naming every one that is no upstream
     */
    public static PoolSpec of(String... urls) {
        Builder pool = builder();
        for (String url : urls) {
            pool.member(url);
        }
        return pool.build();
    }

    /**
     * Starts without members.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects members and the mistakes in them. Not thread-safe. */
    public static final class Builder {
        private final Mistakes mistakes = new Mistakes();
        private final List<MemberSpec> members = new ArrayList<>();
        private String name = "";
        private Optional<SourceSpec> source = Optional.empty();
        private DiscoveryOptions discovery = DiscoveryOptions.DEFAULT;

        private Builder() {}

        /**
         * Distinguishes pools with the same members.
         *
         * @param value by default empty
         * @return this
         */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /**
         * Adds a member with weight 1.
         *
         * @param url {@code http://host[:port][/base]}
         * @return this
         */
        public Builder member(String url) {
            return member(url, 1);
        }

        /**
         * Adds a member.
         *
         * @param url {@code http://host[:port][/base]}
         * @param weight its share beside the others, 0 for none
         * @return this
         */
        public Builder member(String url, int weight) {
            return member(url, member -> member.weight(weight));
        }

        /**
         * Adds a member.
         *
         * @param url {@code http://host[:port][/base]}
         * @param about weight, priority, metadata
         * @return this
         */
        public Builder member(String url, Consumer<MemberSpec.Builder> about) {
            mistakes.trying(() -> {
                MemberSpec.Builder member = MemberSpec.builder(url);
                about.accept(member);
                members.add(member.build());
            });
            return this;
        }

        /**
         * Takes the members from a source, while the pool runs.
         *
         * @param found such as {@code FileSource.of("members.txt")}, or {@code Dns.addresses("http://api:8080")} of the
         *     module {@code dev.sluice.discovery}
         * @return this
         */
        public Builder source(SourceSpec found) {
            source = Optional.of(found);
            return this;
        }

        /**
         * Takes the members from a source of the program's own, while the pool runs.
         *
         * @param own asked on a virtual thread
         * @return this
         */
        public Builder source(MemberSource own) {
            return source(new SourceSpec.Own(own));
        }

        /**
         * How the source is followed.
         *
         * @param options interval, debounce, floor
         * @return this
         */
        public Builder discovery(DiscoveryOptions options) {
            discovery = options;
            return this;
        }

        /**
         * The result.
         *
         * @return the spec
         * @throws IllegalArgumentException naming every mistake
         */
        public PoolSpec build() {
            mistakes.throwIfAny();
            return new PoolSpec(name, members, source, discovery);
        }
    }

    @Override
    public Pool in(Environment environment) {
        return environment.shared(
                this,
                Pool.class,
                () -> new Pool()
                        .runs(environment.ticker(), environment.journal())
                        .follow(this, environment));
    }

    /** By hand, as {@link #hashCode()}: what the compiler makes is linked at the first call, which takes milliseconds. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PoolSpec that
                && name.equals(that.name)
                && members.equals(that.members)
                && source.equals(that.source)
                && discovery.equals(that.discovery);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + members.hashCode()) + source.hashCode();
    }

    /** The members and their weights, and the source: {@code http://a, http://b*3, file(members.txt)}. */
    @Override
    public String toString() {
        return Stream.concat(members.stream(), source.stream())
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }
}
