package dev.sluice;

import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolName;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.model.Environment;
import dev.sluice.model.Located;
import dev.sluice.model.Model;
import dev.sluice.model.Part;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The pools of what runs: they live longer than a generation, in its environment. Thread-safe. */
final class LivePools {
    /** How long a start waits for the first members of pools that have none. */
    private static final Duration FIRST_MEMBERS = Duration.ofSeconds(5);

    private final Environment environment;

    LivePools(Environment environment) {
        this.environment = environment;
    }

    /** Those of a model that runs, by name, or by the path of the step that picks if they have none. */
    Map<String, Pool> of(Model model) {
        Map<String, Pool> pools = new LinkedHashMap<>();
        for (Located located : model.located()) {
            if (located.part().options() instanceof BalanceOptions picking) {
                pools.putIfAbsent(
                        picking.poolName(located.path()), picking.pool().in(environment));
            }
        }
        return pools;
    }

    /** Lets go of those of one model that another has not. Requests that still run in them have what they need of them. */
    void forget(Model before, Model now) {
        Set<PoolSource> gone = sources(before);
        gone.removeAll(sources(now));
        gone.forEach(environment::forget);
    }

    /** Those that live by their name, and those that live by what is written about them. */
    private static Set<PoolSource> sources(Model model) {
        Set<PoolSource> pools = new HashSet<>();
        model.pools().keySet().forEach(name -> pools.add(new PoolName(name)));
        for (Part<?> part : model.parts()) {
            if (part.options() instanceof BalanceOptions picking) {
                pools.add(picking.pool());
            }
        }
        return pools;
    }

    /** Sources are asked all at once; a pool whose source has not answered in time begins without members. */
    void awaitMembers() {
        long start = environment.ticker().nanos();
        for (Object live : environment.shared().values()) {
            Duration rest = FIRST_MEMBERS.minusNanos(environment.ticker().nanos() - start);
            if (live instanceof Pool pool && pool.members().isEmpty() && rest.isPositive()) {
                pool.discovery().ifPresent(discovery -> discovery.awaitFirst(rest));
            }
        }
    }
}
