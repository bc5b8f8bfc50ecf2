package dev.sluice.middlewares.loadbalance.policy;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Source;
import dev.sluice.middlewares.Nested;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.middlewares.Variant;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.model.Environment;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.util.List;

/** How the members of a pool are picked, as data; or a {@link Balancer} of the program's own. */
public sealed interface BalancerSpec {
    /**
     * The policy at work.
     *
     * @param environment time and random numbers
     * @return a new one, with its own turn; for one step and one tier of one pool
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

    /** At random, each as probable as its weight says. */
    record Random() implements BalancerSpec {
        @Override
        public Balancer balancer(Environment environment) {
            return new WeightedRandom(environment.random());
        }

        @Override
        public String toString() {
            return "random";
        }
    }

    /**
     * The fewest requests in flight for its weight; those with equally many in turn, by weight. In a pool of more than four
     * members the fewest of five: the one whose turn it is, and four drawn at random.
     */
    record LeastRequests() implements BalancerSpec {
        @Override
        public Balancer balancer(Environment environment) {
            return new Cheapest(Cost.REQUESTS, SEVERAL, environment);
        }

        @Override
        public String toString() {
            return "leastRequests";
        }
    }

    /**
     * The least average time to the head, times the requests in flight for its weight and the one that is picked for (nginx's
     * {@code least_time header}). In a pool of more than four members the least of five, as {@link LeastRequests}.
     */
    record LeastTime() implements BalancerSpec {
        @Override
        public Balancer balancer(Environment environment) {
            return new Cheapest(Cost.TIME, SEVERAL, environment);
        }

        @Override
        public String toString() {
            return "leastTime";
        }
    }

    /**
     * The better of two, one in turn and one at random, by a time to the head that jumps up with a slow answer and comes down
     * slowly, times the requests in flight (peak EWMA, as in Finagle and Linkerd).
     */
    record PowerOfTwo() implements BalancerSpec {
        @Override
        public Balancer balancer(Environment environment) {
            return new Cheapest(Cost.PEAK, 1, environment);
        }

        @Override
        public String toString() {
            return "powerOfTwo";
        }
    }

    /**
     * The member of a key of the request, the same for as long as the members are the same; few keys move when one comes or
     * leaves. A request without the key is picked for in turn.
     *
     * @param by the key
     * @param bound in percent of its share: a member that would have more of the requests in flight passes the key to another;
     *     0 for no bound. Default: 0
     */
    record Hash(Source by, int bound) implements BalancerSpec {
        private static final OptionSpec<Hash, Source> BY =
                required("by", OptionKinds.source(), Hash::by, "the key, such as header(X-User)");
        private static final OptionSpec<Hash, Integer> BOUND = optional(
                "bound",
                OptionTypes.integer(0),
                0,
                Hash::bound,
                "percent of its share that a member has in flight at most, such as 125; 0 for no bound");

        /**
         * Checks the bound.
         *
         * @throws IllegalArgumentException if it is neither 0 nor above 100
         */
        public Hash {
            if (bound != 0 && bound <= 100) {
                throw new IllegalArgumentException("bound must be 0, or above 100 %, is " + bound);
            }
        }

        @Override
        public Balancer balancer(Environment environment) {
            return new ConsistentHash(by, bound);
        }

        @Override
        public String toString() {
            return "hash by " + by + (bound == 0 ? "" : " up to " + bound + " %");
        }
    }

    /** The first that takes requests, in the order in which they were added; the others are backups. */
    record First() implements BalancerSpec {
        @Override
        public Balancer balancer(Environment environment) {
            return new FirstAvailable();
        }

        @Override
        public String toString() {
            return "firstAvailable";
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

    /** How many members are compared with the one whose turn it is: with four, a second four would change little. */
    int SEVERAL = 4;

    /**
     * The type of the option that names a policy.
     *
     * @return reads and writes every policy but a program's own
     */
    static OptionType<BalancerSpec> option() {
        return Variant.oneOf(
                "policy",
                List.of(
                        plain("round-robin", new RoundRobin(), RoundRobin.class),
                        plain("random", new Random(), Random.class),
                        plain("least-requests", new LeastRequests(), LeastRequests.class),
                        plain("least-time", new LeastTime(), LeastTime.class),
                        plain("power-of-two", new PowerOfTwo(), PowerOfTwo.class),
                        plain("first-available", new First(), First.class),
                        new Variant<>(
                                "hash",
                                Hash.class,
                                OptionTypes.nested(new Nested<>(
                                        "hash",
                                        List.of(Hash.BY, Hash.BOUND),
                                        values -> new Hash(values.get(Hash.BY), values.get(Hash.BOUND)))))));
    }

    private static <P extends BalancerSpec> Variant<BalancerSpec, P> plain(String key, P policy, Class<P> type) {
        return new Variant<>(key, type, OptionTypes.nested(new Nested<>(key, List.of(), values -> policy)));
    }
}
