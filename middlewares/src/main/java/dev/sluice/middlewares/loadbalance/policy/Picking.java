package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.model.Environment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts together how a member is picked: first the subset of a request, then the tier, then the policy. */
public final class Picking {
    private Picking() {}

    /**
     * The balancer of a pool.
     *
     * @param policy whom it picks in a tier
     * @param subset the members that a request may go to; empty for all
     * @param overprovisioning in percent, when requests spill over to the next tier; 0 for only when nobody is left
     * @param all the members of the pool at any time
     * @param environment time and random numbers
     * @return for one step
     */
    public static Balancer balancer(
            BalancerSpec policy,
            Optional<Subset> subset,
            int overprovisioning,
            Supplier<List<Member>> all,
            Environment environment) {
        Function<Supplier<List<Member>>, Balancer> tiers = members ->
                new Tiers(() -> policy.balancer(environment), members, overprovisioning, environment.random());
        return subset.<Balancer>map(some -> new Subsets(some, all, tiers)).orElseGet(() -> tiers.apply(all));
    }
}
