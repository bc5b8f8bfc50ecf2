package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.middlewares.Nested;
import dev.sluice.middlewares.Variant;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.model.Environment;
import dev.sluice.model.OptionType;
import dev.sluice.model.OptionTypes;
import java.util.List;

/** How the members of a pool are picked, as data; or a {@link Balancer} of the program's own. */
public sealed interface BalancerSpec {
    /**
     * The policy at work.
     *
     * @param environment time and random numbers
     * @return a new one, with its own turn; for one step and one pool
     */
    Balancer balancer(Environment environment);

    /** In turn, each as often as its weight says. */
    record RoundRobin() implements BalancerSpec {
        @Override
        public Balancer balancer(Environment environment) {
            return new WeightedRoundRobin();
        }

        @Override
        public String toString() {
            return "roundRobin";
        }
    }

    /**
     * As a program picks.
     *
     * @param balancer thread-safe and quick
     */
    record Own(Balancer balancer) implements BalancerSpec {
        @Override
        public Balancer balancer(Environment environment) {
            return balancer;
        }

        @Override
        public String toString() {
            return "balancer";
        }
    }

    /**
     * The type of the option that names a policy.
     *
     * @return reads and writes every policy but a program's own
     */
    static OptionType<BalancerSpec> option() {
        Nested<RoundRobin> roundRobin = new Nested<>("roundRobin", List.of(), values -> new RoundRobin());
        return Variant.oneOf(
                "policy", List.of(new Variant<>("round-robin", RoundRobin.class, OptionTypes.nested(roundRobin))));
    }
}
