package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.model.Environment;

/**
 * A pool that lives under a name in its environment, while its members come and go.
 *
 * @param name of the pool
 */
public record PoolName(String name) implements PoolSource {
    @Override
    public Pool in(Environment environment) {
        return environment.shared(this, Pool.class, Pool::new).in(environment);
    }

    @Override
    public String toString() {
        return name;
    }
}
