package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Ticker;
import dev.sluice.core.Upstream;
import dev.sluice.core.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A circuit breaker for each upstream. Stands behind the pick, where {@link Request#upstream()} is known; a request
 * without one passes unmeasured.
 *
 * <p>Holds at most 1 024 breakers; beyond that the one not asked for longest is forgotten. Thread-safe: one small lock
 * around the table.
 */
public final class UpstreamBreakers implements Gate {
    private static final int CAPACITY = 1_024;

    private final CircuitBreakerOptions options;
    private final Ticker ticker;
    private final LinkedHashMap<Upstream, CircuitBreaker> breakers = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * No breakers yet: each is made when its upstream is first picked.
     *
     * @param options for each of them
     * @param ticker the time
     */
    public UpstreamBreakers(CircuitBreakerOptions options, Ticker ticker) {
        this.options = options;
        this.ticker = ticker;
    }

    @Override
    public Verdict admit(Request request) {
        return request.upstream()
                .map(upstream -> breaker(upstream).admit(request))
                .orElseGet(Verdict::admit);
    }

    private CircuitBreaker breaker(Upstream upstream) {
        synchronized (breakers) {
            CircuitBreaker breaker = breakers.computeIfAbsent(upstream, any -> new CircuitBreaker(options, ticker));
            if (breakers.size() > CAPACITY) {
                breakers.pollFirstEntry();
            }
            return breaker;
        }
    }

    /**
     * What each breaker does now.
     *
     * @return a snapshot
     */
    public Map<Upstream, BreakerState> states() {
        Map<Upstream, CircuitBreaker> snapshot;
        synchronized (breakers) {
            snapshot = Map.copyOf(breakers);
        }
        return snapshot.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().state()));
    }

    @Override
    public String describe() {
        return "circuitBreaker(" + options.condition() + ", per upstream)";
    }
}
