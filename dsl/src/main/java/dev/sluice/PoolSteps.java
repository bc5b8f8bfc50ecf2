package dev.sluice;

import static dev.sluice.Steps.with;

import dev.sluice.core.Source;
import dev.sluice.expression.Expression;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.MemberBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.MemberBreakerType;
import dev.sluice.middlewares.circuitbreaker.Readings;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.RewriteListener;
import dev.sluice.middlewares.loadbalance.health.HealthCheck;
import dev.sluice.middlewares.loadbalance.health.HealthOptions;
import dev.sluice.middlewares.loadbalance.health.HealthType;
import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.middlewares.loadbalance.limit.MemberLimit;
import dev.sluice.middlewares.loadbalance.policy.BalancerSpec;
import dev.sluice.middlewares.loadbalance.policy.Subset;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.StateListener;
import dev.sluice.middlewares.loadbalance.rebalance.RebalanceType;
import dev.sluice.middlewares.loadbalance.rebalance.RebalancerOptions;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.model.StepType;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What may stand at a pool: how a member is picked, and what happens between the pick and the upstream.
 *
 * @param <S> the part of the program
 */
public interface PoolSteps<S> extends Steps<S> {
    /**
     * Changes how a member is picked: what the methods here do.
     *
     * @param name what is changed, for messages
     * @param part makes what is checked; what it throws is a mistake of the program
     * @param put gives it to the options
     * @param <T> of the part
     * @return the part of the program with it
     */
    <T> S picking(String name, Supplier<T> part, BiConsumer<BalanceOptions.Builder, T> put);

    /**
     * Adds a step between the pick and the upstream that works on the pool: it runs for each attempt.
     *
     * @param type the kind of step
     * @param options makes the checked options; what it throws is a mistake of the program
     * @param <O> the options
     * @return the part of the program with it
     */
    <O> S onPool(StepType<O> type, Function<PoolSource, O> options);

    /**
     * Picks the member with the fewest requests in flight for its weight.
     *
     * @return the part of the program with it
     */
    default S leastRequests() {
        return policy("leastRequests", BalancerSpec.LeastRequests::new);
    }

    /**
     * Picks any member, each as probable as its weight says.
     *
     * @return the part of the program with it
     */
    default S random() {
        return policy("random", BalancerSpec.Random::new);
    }

    /**
     * Picks the better of two members, one in turn and one at random, by how long they take to the head and how many requests
     * they have in flight (peak EWMA).
     *
     * @return the part of the program with it
     */
    default S powerOfTwo() {
        return policy("powerOfTwo", BalancerSpec.PowerOfTwo::new);
    }

    /**
     * Picks the member with the least average time to the head, times its requests in flight.
     *
     * @return the part of the program with it
     */
    default S leastTime() {
        return policy("leastTime", BalancerSpec.LeastTime::new);
    }

    /**
     * Picks the same member for the same key, by consistent hashing. Requests without the key are picked for in turn.
     *
     * @param key such as {@code Source.header("X-User")}
     * @return the part of the program with it
     */
    default S hashBy(Source key) {
        return hashBy(key, 0);
    }

    /**
     * Picks the same member for the same key, by consistent hashing with bounded loads. Requests without the key are picked
     * for in turn.
     *
     * @param key such as {@code Source.path()}
     * @param bound in percent, such as 125: a member that has this much of its share of the requests in flight passes keys on
     * @return the part of the program with it
     */
    default S hashBy(Source key, int bound) {
        return policy("hashBy", () -> new BalancerSpec.Hash(Steps.given("key", key), bound));
    }

    /**
     * Picks the first member that takes requests, in the order in which they were added: the others are backups.
     *
     * @return the part of the program with it
     */
    default S firstAvailable() {
        return policy("firstAvailable", BalancerSpec.First::new);
    }

    /**
     * Picks a member as the program does.
     *
     * @param policy quick, thread-safe
     * @return the part of the program with it
     */
    default S balancer(Balancer policy) {
        return policy("balancer", () -> new BalancerSpec.Own(Steps.given("policy", policy)));
    }

    private S policy(String name, Supplier<BalancerSpec> policy) {
        return picking(name, policy, BalanceOptions.Builder::policy);
    }

    /**
     * Picks among the members that have some metadata, which is fixed or which the request names.
     *
     * @param members keys and values, and what to do if nobody has them
     * @return the part of the program with it
     */
    default S subset(Consumer<Subset.Builder> members) {
        return picking("subset", () -> with(Subset.builder(), members).build(), BalanceOptions.Builder::subset);
    }

    /**
     * Lets requests spill over to the members of the next priority before nobody of a priority is left: when the share of
     * its members that are available, times this, is below 100 %.
     *
     * @param percent 100 or more, such as 140
     * @return the part of the program with it
     */
    default S overprovisioning(int percent) {
        return picking("overprovisioning", () -> percent, BalanceOptions.Builder::overprovisioning);
    }

    /**
     * Keeps a client at the member it was first sent to, by a cookie with the defaults.
     *
     * @return the part of the program with it
     */
    default S sticky() {
        return sticky(defaults -> {});
    }

    /**
     * Keeps a client at the member it was first sent to, by a cookie.
     *
     * @param session name, value and attributes of the cookie
     * @return the part of the program with it
     */
    default S sticky(Consumer<StickyOptions.Builder> session) {
        return picking("sticky", () -> with(StickyOptions.builder(), session).build(), BalanceOptions.Builder::sticky);
    }

    /**
     * Tells of each pick.
     *
     * @param listener quick, thread-safe
     * @return the part of the program with it
     */
    default S onPick(RewriteListener listener) {
        return picking("onPick", () -> Steps.given("listener", listener), BalanceOptions.Builder::onPick);
    }

    /**
     * Tells of each exchange with a member, when it begins and when it has ended.
     *
     * @param listener quick, thread-safe
     * @return the part of the program with it
     */
    default S onState(StateListener listener) {
        return picking("onState", () -> Steps.given("listener", listener), BalanceOptions.Builder::onState);
    }

    /**
     * Shifts weights from members that fail to those that do not, and back.
     *
     * @return the part of the program with it
     */
    default S rebalance() {
        return rebalance(defaults -> {});
    }

    /**
     * Shifts weights from members that do worse than the others to those that do not, and back.
     *
     * @param rebalancer backoff, meter
     * @return the part of the program with it
     */
    default S rebalance(Consumer<RebalancerOptions.Builder> rebalancer) {
        return onPool(
                RebalanceType.TYPE,
                pool -> with(RebalancerOptions.builder(pool), rebalancer).build());
    }

    /**
     * Stops picking a member that fails too much, each by itself; 503 if none is left.
     *
     * @param condition oxy's expression, such as {@code NetworkErrorRatio() > 0.5}
     * @return the part of the program with it
     */
    default S circuitBreaker(String condition) {
        return circuitBreaker(condition, defaults -> {});
    }

    /**
     * Stops picking a member that fails too much, each by itself.
     *
     * @param condition oxy's expression, such as {@code NetworkErrorRatio() > 0.5}
     * @param breaker durations, fallback, side effects
     * @return the part of the program with it
     */
    default S circuitBreaker(String condition, Consumer<CircuitBreakerOptions.Builder> breaker) {
        return onPool(
                MemberBreakerType.TYPE,
                pool -> new MemberBreakerOptions(
                        pool,
                        with(CircuitBreakerOptions.builder(condition), breaker).build()));
    }

    /**
     * Stops picking a member that fails too much, each by itself.
     *
     * @param condition the typed twin of oxy's expression
     * @param breaker durations, fallback, side effects
     * @return the part of the program with it
     */
    default S circuitBreaker(Expression<Readings> condition, Consumer<CircuitBreakerOptions.Builder> breaker) {
        return onPool(
                MemberBreakerType.TYPE,
                pool -> new MemberBreakerOptions(
                        pool,
                        with(CircuitBreakerOptions.builder(condition), breaker).build()));
    }

    /**
     * Asks each member for a path every five seconds: one that answers with a failure three times in a row, or not at all,
     * is not picked until it has passed twice.
     *
     * @param path such as {@code /healthz}
     * @return the part of the program with it
     */
    default S health(String path) {
        return health(check -> check.path(path));
    }

    /**
     * Asks each member again and again whether it is well, and does not pick those that are not.
     *
     * @param check what is asked, how often, and which answers are good
     * @return the part of the program with it
     */
    default S health(Consumer<HealthCheck.Builder> check) {
        return onPool(
                HealthType.TYPE,
                pool -> new HealthOptions(
                        pool, with(HealthCheck.builder(), check).build()));
    }

    /**
     * Says when members that cannot be connected to are taken out of the picks; by default after three failures in a
     * row, for a second at first.
     *
     * @param health by which rules
     * @return the part of the program with it
     */
    default S passiveHealth(PassiveHealth health) {
        return picking("passiveHealth", () -> Steps.given("health", health), BalanceOptions.Builder::health);
    }

    /**
     * Says when members are taken out of the picks by what their responses show, for how long, and how they come back.
     *
     * @param health failures, statuses, ratio, latency, shares, slow start
     * @return the part of the program with it
     */
    default S passiveHealth(Consumer<PassiveHealth.Builder> health) {
        return picking(
                "passiveHealth", () -> with(PassiveHealth.builder(), health).build(), BalanceOptions.Builder::health);
    }

    /**
     * Goes on picking members that cannot be connected to.
     *
     * @return the part of the program with it
     */
    default S noPassiveHealth() {
        return picking("noPassiveHealth", () -> this, (pick, none) -> pick.noHealth());
    }

    /**
     * Limits how many requests each member may have in flight, until the last byte of their responses. A member that is full
     * is passed over; 503 if all are.
     *
     * @param requests 1 or more
     * @return the part of the program with it
     */
    default S maxInFlight(int requests) {
        return picking("maxInFlight", () -> new MemberLimit(requests), BalanceOptions.Builder::limit);
    }

    /**
     * Limits how many requests each member may have in flight. While all members are full, some requests wait.
     *
     * @param requests 1 or more
     * @param maxWaiting how many wait; 503 for more
     * @param maxWait how long each waits at most; then 503
     * @return the part of the program with it
     */
    default S maxInFlight(int requests, int maxWaiting, Duration maxWait) {
        return picking(
                "maxInFlight", () -> new MemberLimit(requests, maxWaiting, maxWait), BalanceOptions.Builder::limit);
    }
}
