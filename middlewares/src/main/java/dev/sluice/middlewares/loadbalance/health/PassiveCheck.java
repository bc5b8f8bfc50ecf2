package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.PerMember;
import dev.sluice.middlewares.loadbalance.pool.Pool;

/**
 * Passive health of a pool: votes members out that requests could not be connected to, and in again, by the rules of
 * {@link PassiveHealth}. What was learned about a member is shared by all steps that pick from the pool. Thread-safe.
 */
public final class PassiveCheck {
    private final PassiveHealth options;
    private final Pool pool;
    private final Ticker ticker;
    private final PerMember<Ejection> ejections;

    /**
     * Goes on with what is known of the pool's members.
     *
     * @param options the rules
     * @param pool whose members
     * @param ticker the time
     */
    public PassiveCheck(PassiveHealth options, Pool pool, Ticker ticker) {
        this.options = options;
        this.pool = pool;
        this.ticker = ticker;
        this.ejections = pool.shared(Ejection.class, member -> new Ejection());
    }

    /**
     * Learns from a response whether a member can be connected to.
     *
     * @param member who was asked
     * @param response its response, or the failure of the attempt
     */
    public void learn(Member member, Response response) {
        ejections.of(member).learn(response, options, ticker, pool, member);
    }
}
