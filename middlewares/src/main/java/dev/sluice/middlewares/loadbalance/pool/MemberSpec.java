package dev.sluice.middlewares.loadbalance.pool;

import static dev.sluice.model.OptionSpec.optional;
import static dev.sluice.model.OptionSpec.required;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.OptionSpec;
import dev.sluice.model.OptionTypes;
import dev.sluice.model.PartType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member of a {@link PoolSpec}, as data.
 *
 * @param upstream where its requests go
 * @param weight its share, relative to the others'; 0 takes nothing new. Default: 1
 */
public record MemberSpec(Upstream upstream, int weight) {
    private static final OptionSpec<MemberSpec, Upstream> UPSTREAM = required(
            "upstream",
            OptionTypes.parsed("http://host[:port][/base]", Upstream::of, Upstream::toString),
            MemberSpec::upstream,
            "where requests go");
    private static final OptionSpec<MemberSpec, Integer> WEIGHT =
            optional("weight", OptionTypes.integer(0), 1, MemberSpec::weight, "its share, relative to the others'");

    /** Its options. */
    static final PartType<MemberSpec> TYPE = new Nested<>(
            "member", List.of(UPSTREAM, WEIGHT), values -> new MemberSpec(values.get(UPSTREAM), values.get(WEIGHT)));

    /**
     * Checks the weight.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public MemberSpec {
        checked(upstream, weight);
    }

    static int checked(Upstream upstream, int weight) {
        if (weight < 0) {
            throw new IllegalArgumentException("weight of " + upstream + " must be at least 0, is " + weight);
        }
        return weight;
    }

    /** By hand, as {@link #hashCode()}: what the compiler makes is linked at the first call, which takes milliseconds. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemberSpec that && weight == that.weight && upstream.equals(that.upstream);
    }

    @Override
    public int hashCode() {
        return 31 * upstream.hashCode() + weight;
    }

    /** {@code http://host*weight}; the weight is left out if it is 1. */
    @Override
    public String toString() {
        return upstream + (weight == 1 ? "" : "*" + weight);
    }
}
