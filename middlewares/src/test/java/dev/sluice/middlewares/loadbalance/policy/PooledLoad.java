package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Requests to a pool in virtual time: counts where they go, and keeps some of them in flight. */
final class PooledLoad {
    private final Pool pool;
    private final ManualTicker ticker = new ManualTicker();
    private final Balance balance;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Duration> times = new HashMap<>();
    private final Map<String, Response> answers = new HashMap<>();
    private final Map<String, Runnable> during = new HashMap<>();
    private final ArrayDeque<Response> open = new ArrayDeque<>();

    PooledLoad(Pool pool, BalancerSpec policy) {
        this(pool, options -> options.policy(policy));
    }

    PooledLoad(Pool pool, Consumer<BalanceOptions.Builder> options) {
        this.pool = pool;
        BalanceOptions.Builder builder = BalanceOptions.builder(pool).noHealth();
        options.accept(builder);
        this.balance = new Balance(builder.build(), Environments.at(ticker));
    }

    static Pool pool(int... weights) {
        Pool pool = new Pool();
        for (int i = 0; i < weights.length; i++) {
            pool.upsert("http://m" + i, weights[i]);
        }
        return pool;
    }

    Pool pool() {
        return pool;
    }

    void advance(Duration time) {
        ticker.advance(time);
    }

    /** How long a member takes to the head from now on. */
    void takes(String host, Duration time) {
        times.put(host, time);
    }

    /** What a member answers from now on. */
    void answers(String host, Response response) {
        answers.put(host, response);
    }

    /** What happens while the next request to a member waits for its head. */
    void whileWaitingFor(String host, Runnable others) {
        during.put(host, others);
    }

    /** Sends a request and leaves its answer open. */
    String open(Request request) {
        String[] picked = {""};
        Response response = balance.handle(request, after -> {
            String host = after.upstream().orElseThrow().host();
            picked[0] = host;
            counts.merge(host, 1, Integer::sum);
            Optional.ofNullable(during.remove(host)).ifPresent(Runnable::run);
            ticker.advance(times.getOrDefault(host, Duration.ZERO));
            return Optional.ofNullable(answers.get(host)).orElseGet(Exchanges::ok);
        });
        open.add(response);
        return picked[0].isEmpty() ? response.status().toString() : picked[0];
    }

    /** Ends the oldest answer. */
    void endOldest() {
        open.remove().close();
    }

    /** Sends a request and ends it. */
    String send(Request request) {
        String picked = open(request);
        open.removeLast().close();
        return picked;
    }

    void send(int requests) {
        for (int i = 0; i < requests; i++) {
            send(Exchanges.get("/" + i));
        }
    }

    /** Sends requests of which so many are in flight at any time, and which all take equally long. */
    void sendInFlight(int requests, int inFlight) {
        for (int i = 0; i < requests; i++) {
            open(Exchanges.get("/" + i));
            if (open.size() > inFlight) {
                endOldest();
            }
        }
    }

    int count(String host) {
        return counts.getOrDefault(host, 0);
    }

    void forgetCounts() {
        counts.clear();
    }

    /** The share of a member in percent. */
    double share(String host) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return 100.0 * count(host) / all;
    }
}
