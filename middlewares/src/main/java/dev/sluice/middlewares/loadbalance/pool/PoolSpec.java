package dev.sluice.middlewares.loadbalance.pool;

import static dev.sluice.model.OptionSpec.optional;
import static dev.sluice.model.OptionSpec.required;

import dev.sluice.core.Mistakes;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.Environment;
import dev.sluice.model.OptionSpec;
import dev.sluice.model.OptionTypes;
import dev.sluice.model.PartType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pool as data. Equal specs in one environment stand for one live pool; two pools with the same members need
 * different names.
 *
 * @param name distinguishes pools with the same members. Default: empty
 * @param members at least one; of two with the same upstream the last counts
 */
public record PoolSpec(String name, List<MemberSpec> members) implements PoolSource {
    private static final OptionSpec<PoolSpec, String> NAME =
            optional("name", OptionTypes.text(), "", PoolSpec::name, "tells pools with the same members apart");
    private static final OptionSpec<PoolSpec, List<MemberSpec>> MEMBERS = required(
            "members",
            OptionTypes.listOf(OptionTypes.nested(MemberSpec.TYPE)),
            PoolSpec::members,
            "upstreams and their weights");

    /** Its options. */
    static final PartType<PoolSpec> TYPE =
            new Nested<>("pool", List.of(NAME, MEMBERS), values -> new PoolSpec(values.get(NAME), values.get(MEMBERS)));

    /**
     * Checks the members.
     *
     * @throws IllegalArgumentException if there is none
     */
    public PoolSpec {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("needs at least one upstream");
        }
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
         * The result.
         *
         * @return the spec
         * @throws IllegalArgumentException naming every mistake
         */
        public PoolSpec build() {
            mistakes.throwIfAny();
            return new PoolSpec(name, members);
        }
    }

    @Override
    public Pool in(Environment environment) {
        return environment.shared(this, Pool.class, () -> new Pool(members)).in(environment);
    }

    /** By hand, as {@link #hashCode()}: what the compiler makes is linked at the first call, which takes milliseconds. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PoolSpec that && name.equals(that.name) && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + members.hashCode();
    }

    /** The members and their weights: {@code http://a, http://b*3}. */
    @Override
    public String toString() {
        return members.stream().map(MemberSpec::toString).collect(Collectors.joining(", "));
    }
}
