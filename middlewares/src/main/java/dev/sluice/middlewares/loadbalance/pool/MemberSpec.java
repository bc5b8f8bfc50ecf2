package dev.sluice.middlewares.loadbalance.pool;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A member of a {@link PoolSpec}, as data.
 *
 * @param upstream where its requests go
 * @param weight its share, relative to the others'; 0 takes nothing new. Default: 1
 * @param priority its tier: members of tier 1 are picked if none of tier 0 takes requests, and so on. Default: 0
 * @param metadata what subsets are made by, such as {@code zone} and {@code version}. Default: none
 */
public record MemberSpec(Upstream upstream, int weight, int priority, Map<String, String> metadata) {
    private static final OptionSpec<MemberSpec, Upstream> UPSTREAM = required(
            "upstream",
            OptionTypes.parsed("http://host[:port][/base]", Upstream::of, Upstream::toString),
            MemberSpec::upstream,
            "where requests go");
    private static final OptionSpec<MemberSpec, Integer> WEIGHT =
            optional("weight", OptionTypes.integer(0), 1, MemberSpec::weight, "its share, relative to the others'");
    private static final OptionSpec<MemberSpec, Integer> PRIORITY = optional(
            "priority",
            OptionTypes.integer(0),
            0,
            MemberSpec::priority,
            "its tier: tier 1 is picked from if nobody of tier 0 takes requests");
    private static final OptionSpec<MemberSpec, Map<String, String>> METADATA = optional(
            "metadata",
            OptionTypes.mapOf(OptionTypes.text()),
            Map.of(),
            MemberSpec::metadata,
            "what subsets are made by, such as zone and version");

    /** Its options. */
    static final PartType<MemberSpec> TYPE = new Nested<>(
            "member",
            List.of(UPSTREAM, WEIGHT, PRIORITY, METADATA),
            values -> new MemberSpec(
                    values.get(UPSTREAM), values.get(WEIGHT), values.get(PRIORITY), values.get(METADATA)));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public MemberSpec {
        notNegative("weight", upstream, weight);
        notNegative("priority", upstream, priority);
        metadata = Map.copyOf(metadata);
    }

    /**
     * A member of tier 0 without metadata.
     *
     * @param upstream where its requests go
     * @param weight its share
     * @throws IllegalArgumentException if the weight is negative
     */
    public MemberSpec(Upstream upstream, int weight) {
        this(upstream, weight, 0, Map.of());
    }

    /**
     * The type of the options of a member, for sources that read them.
     *
     * @return reads {@code upstream}, {@code weight}, {@code priority} and {@code metadata} as a program has them
     */
    public static OptionType<MemberSpec> option() {
        return OptionTypes.nested(TYPE);
    }

    private static void notNegative(String name, Upstream upstream, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " of " + upstream + " must be at least 0, is " + value);
        }
    }

    /**
     * Starts with weight 1, in tier 0.
     *
     * @param url {@code http://host[:port][/base]}
     * @return a builder
     * @throws IllegalArgumentException if that is no upstream
     */
    public static Builder builder(String url) {
        if (url == null) {
            throw new IllegalArgumentException("an upstream must not be null");
        }
        return new Builder(Upstream.of(url));
    }

    /** Collects what is known about a member. Not thread-safe. */
    public static final class Builder {
        private final Upstream upstream;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private int weight = 1;
        private int priority;

        private Builder(Upstream upstream) {
            this.upstream = upstream;
        }

        /**
         * Its share.
         *
         * @param share relative to the others'; 0 takes nothing new
         * @return this
         */
        public Builder weight(int share) {
            weight = share;
            return this;
        }

        /**
         * Its tier.
         *
         * @param tier 0 is picked from first
         * @return this
         */
        public Builder priority(int tier) {
            priority = tier;
            return this;
        }

        /**
         * Adds a word about it that subsets can be made by.
         *
         * @param key such as {@code zone}
         * @param value such as {@code eu}
         * @return this
         */
        public Builder metadata(String key, String value) {
            metadata.put(key, value);
            return this;
        }

        /**
         * The result.
         *
         * @return the member
         * @throws IllegalArgumentException if weight or priority is negative
         */
        public MemberSpec build() {
            return new MemberSpec(upstream, weight, priority, metadata);
        }
    }

    /** By hand, as {@link #hashCode()}: what the compiler makes is linked at the first call, which takes milliseconds. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemberSpec that
                && weight == that.weight
                && priority == that.priority
                && upstream.equals(that.upstream)
                && metadata.equals(that.metadata);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * upstream.hashCode() + weight) + priority) + metadata.hashCode();
    }

    /** {@code http://host*weight}, with tier and metadata if there are any; the weight is left out if it is 1. */
    @Override
    public String toString() {
        return upstream
                + (weight == 1 ? "" : "*" + weight)
                + (priority == 0 ? "" : " tier " + priority)
                + (metadata.isEmpty() ? "" : " " + new TreeMap<>(metadata));
    }
}
