package dev.sluice.middlewares.loadbalance;

import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.middlewares.loadbalance.limit.MemberLimit;
import dev.sluice.middlewares.loadbalance.policy.BalancerSpec;
import dev.sluice.middlewares.loadbalance.policy.Subset;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.StateListener;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@link Balance}. Immutable.
 *
 * @param pool the members
 * @param policy how one is picked. Default: {@link BalancerSpec.RoundRobin}
 * @param subset the members that a request may go to, by their metadata. Default: all
 * @param overprovisioning in percent: a tier of members, of which fewer are available than 100 divided by this, lets requests
 *     spill over to the next tier; 0 for only when nobody is left. Default: 0
 * @param sticky keeps a client at one member by a cookie. Default: none
 * @param health ejects members that cannot be connected to. Default: {@link PassiveHealth#DEFAULT}
 * @param limit how many requests each member may have in flight. Default: none
 * @param onPick told of every pick; oxy's {@code RoundRobinRequestRewriteListener}. Default: nobody
 * @param onState told of every beginning and end; oxy's {@code NewStateListener}. Default: nobody
 */
public record BalanceOptions(
        PoolSource pool,
        BalancerSpec policy,
        Optional<Subset> subset,
        int overprovisioning,
        Optional<StickyOptions> sticky,
        Optional<PassiveHealth> health,
        Optional<MemberLimit> limit,
        List<RewriteListener> onPick,
        List<StateListener> onState) {
    /**
     * Checks the factor and copies the lists.
     *
     * @throws IllegalArgumentException if overprovisioning is neither 0 nor at least 100
     */
    public BalanceOptions {
        if (overprovisioning != 0 && overprovisioning < 100) {
            throw new IllegalArgumentException("overprovisioning must be 0, or at least 100 %, is " + overprovisioning);
        }
        onPick = List.copyOf(onPick);
        onState = List.copyOf(onState);
    }

    /**
     * What the pool is called, by whoever shows, counts or steers it.
     *
     * @param path where the step that picks stands in its model
     * @return its name; the path if it has none
     */
    public String poolName(String path) {
        return pool.name().isEmpty() ? path : pool.name();
    }

    /**
     * Starts from the defaults.
     *
     * @param pool the members
     * @return a builder
     */
    public static Builder builder(PoolSource pool) {
        return new Builder(pool);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final List<RewriteListener> onPick = new ArrayList<>();
        private final List<StateListener> onState = new ArrayList<>();
        private PoolSource pool;
        private BalancerSpec policy = new BalancerSpec.RoundRobin();
        private Optional<Subset> subset = Optional.empty();
        private int overprovisioning;
        private Optional<StickyOptions> sticky = Optional.empty();
        private Optional<PassiveHealth> health = Optional.of(PassiveHealth.DEFAULT);
        private Optional<MemberLimit> limit = Optional.empty();

        private Builder(PoolSource pool) {
            this.pool = pool;
        }

        /**
         * Picks from another pool.
         *
         * @param source the members
         * @return this
         */
        public Builder pool(PoolSource source) {
            pool = source;
            return this;
        }

        /**
         * Picks in another way.
         *
         * @param balancer the policy
         * @return this
         */
        public Builder policy(BalancerSpec balancer) {
            policy = balancer;
            return this;
        }

        /**
         * Picks among the members that have the metadata which is fixed or which a request names.
         *
         * @param members which members
         * @return this
         */
        public Builder subset(Subset members) {
            subset = Optional.of(members);
            return this;
        }

        /**
         * Lets requests spill over to the next tier before a tier has no member left: when the share of its available
         * members, times this, is below 100 %.
         *
         * @param percent 100 or more, such as 140; 0 for only when nobody is left
         * @return this
         */
        public Builder overprovisioning(int percent) {
            overprovisioning = percent;
            return this;
        }

        /**
         * Keeps each client at one member by a cookie.
         *
         * @param cookie the cookie
         * @return this
         */
        public Builder sticky(StickyOptions cookie) {
            sticky = Optional.of(cookie);
            return this;
        }

        /**
         * Ejects members that cannot be connected to.
         *
         * @param when the rules
         * @return this
         */
        public Builder health(PassiveHealth when) {
            health = Optional.of(when);
            return this;
        }

        /**
         * Turns passive health off: members that cannot be connected to are still picked.
         *
         * @return this
         */
        public Builder noHealth() {
            health = Optional.empty();
            return this;
        }

        /**
         * Limits how many requests each member may have in flight.
         *
         * @param places how many, and how long requests wait for one
         * @return this
         */
        public Builder limit(MemberLimit places) {
            limit = Optional.of(places);
            return this;
        }

        /**
         * Adds a listener for picks.
         *
         * @param listener told before the request is passed on
         * @return this
         */
        public Builder onPick(RewriteListener listener) {
            onPick.add(listener);
            return this;
        }

        /**
         * Adds a listener for beginnings and ends.
         *
         * @param listener told when an exchange begins and when it has ended
         * @return this
         */
        public Builder onState(StateListener listener) {
            onState.add(listener);
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public BalanceOptions build() {
            return new BalanceOptions(pool, policy, subset, overprovisioning, sticky, health, limit, onPick, onState);
        }
    }
}
