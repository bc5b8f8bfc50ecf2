package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.middlewares.loadbalance.pool.PoolSource;

/**
 * Active checks of the members of a pool. Immutable.
 *
 * @param pool the one that requests are picked from
 * @param check what is asked of each member
 */
public record HealthOptions(PoolSource pool, HealthCheck check) {}
