package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.middlewares.loadbalance.pool.PoolSource;

/**
 * A circuit breaker for each member of a pool. Immutable.
 *
 * @param pool the one that requests are picked from
 * @param breaker when each of them trips and what it does then
 */
public record MemberBreakerOptions(PoolSource pool, CircuitBreakerOptions breaker) {}
