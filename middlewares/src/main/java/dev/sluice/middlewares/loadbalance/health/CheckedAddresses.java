package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Probe;
import dev.sluice.core.Upstream;
import dev.sluice.model.Environment;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The checks of an environment: equal checks of one address that reach it in the same way are made once, for all pools.
 * Guarded by its own lock.
 */
final class CheckedAddresses {
    private final Map<Key, AddressCheck> checks = new HashMap<>();

    /**
     * What is checked.
     *
     * @param rules by which check
     * @param upstream who
     * @param reach how it is reached
     */
    record Key(HealthCheck rules, Upstream upstream, Object reach) {}

    static CheckedAddresses in(Environment environment) {
        return environment.shared(CheckedAddresses.class, CheckedAddresses.class, CheckedAddresses::new);
    }

    /**
     * The checks of an address, for one user more.
     *
     * @param in whether the member is in before its first check, if nobody has checked it yet
     * @param changed told when the member is taken out or back
     */
    synchronized AddressCheck enter(
            Key key,
            Probe probe,
            Environment environment,
            Executor executor,
            boolean in,
            Consumer<AddressCheck> changed) {
        AddressCheck check = checks.get(key);
        boolean first = check == null;
        if (check == null) {
            check = new AddressCheck(key, probe, environment, executor, in);
            checks.put(key, check);
        }
        check.users().add(changed);
        if (first) {
            check.start();
        }
        return check;
    }

    /** One user less; with the last one the checks end. */
    void leave(Key key, Consumer<AddressCheck> changed) {
        AddressCheck unused;
        synchronized (this) {
            AddressCheck check = checks.get(key);
            if (check == null) {
                return;
            }
            check.users().remove(changed);
            unused = check.users().isEmpty() ? checks.remove(key) : null;
        }
        if (unused != null) {
            unused.close();
        }
    }

    synchronized int size() {
        return checks.size();
    }
}
