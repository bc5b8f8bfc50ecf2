package dev.sluice.middlewares.loadbalance.rebalance;

import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Verdict;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.PerMember;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.rolling.Anomaly;
import dev.sluice.middlewares.rolling.Latency;
import dev.sluice.model.Environment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shifts the weights of a {@link Pool} away from members that fail more often than the others, and back when they
 * recover.
 *
 * <p>Stands inside the step that picks from the same pool, where the pick is known, and measures how exchanges end. At
 * most once a second it compares the ratings of all members: a rating is bad if it is above 1.5 times the sum of the
 * median and the median absolute deviation. If some are bad and some are not, the weights of the good ones are
 * multiplied by four, up to 4 096; otherwise all weights are divided by four, down to the configured ones. After a
 * change, weights stay as they are for the backoff. A bad member keeps its weight, so it still gets some traffic and
 * can recover. If it gets too little traffic to be measured, its rating stays, and weights are not shifted further
 * before it is measured again.
 *
 * <p>Members that take no requests (weight 0, voted out) are left out. Learned factors belong to the member and survive
 * changes of the pool. A request without an upstream of the pool passes unmeasured. Thread-safe; a small lock for each
 * change of weights. After oxy's {@code roundrobin.Rebalancer}.
 */
public final class Rebalancer implements Gate {
    private static final double THRESHOLD = 1.5;
    private static final double KNOWN_GOOD = 0;
    private static final long CHECK_PERIOD_NANOS = 1_000_000_000L;

    private final Pool pool;
    private final RebalancerOptions options;
    private final Ticker ticker;
    private final AtomicLong due;
    private final PerMember<Meter> meters;

    /**
     * Rebalances a pool by oxy's defaults.
     *
     * @param pool the one that requests are picked from
     * @param ticker the time
     */
    public Rebalancer(Pool pool, Ticker ticker) {
        this(pool, RebalancerOptions.builder(pool).build(), ticker);
    }

    /**
     * Rebalances a pool.
     *
     * @param options pool, backoff and meter
     * @param environment the time, and the live pool of a spec
     */
    public Rebalancer(RebalancerOptions options, Environment environment) {
        this(options.pool().in(environment), options, environment.ticker());
    }

    private Rebalancer(Pool pool, RebalancerOptions options, Ticker ticker) {
        this.pool = pool;
        this.options = options;
        this.ticker = ticker;
        this.due = new AtomicLong(ticker.nanos());
        this.meters = new PerMember<>(pool, member -> options.meter().meter(ticker));
    }

    @Override
    public Verdict admit(Request request) {
        long start = ticker.nanos();
        long at = due.get();
        if (start - at >= 0 && due.compareAndSet(at, start + CHECK_PERIOD_NANOS)) {
            rebalance(start);
        }
        return request.upstream()
                .flatMap(meters::of)
                .map(meter -> measured(meter, start))
                .orElseGet(Verdict::admit);
    }

    private Verdict measured(Meter meter, long start) {
        return Verdict.admit(outcome -> meter.record(outcome, Latency.toHead(outcome, ticker.nanos() - start)));
    }

    private void rebalance(long now) {
        List<Member> members = pool.taking();
        Map<Member, Meter> measured = meters.all();
        if (members.size() < 2 || !members.stream().allMatch(member -> isReady(measured.get(member)))) {
            return;
        }
        Set<Member> bad = bad(members);
        boolean apart = !bad.isEmpty() && bad.size() < members.size();
        if (apart && bad.stream().noneMatch(member -> meters.of(member).fresh())) {
            return;
        }
        Map<Member, Integer> next = apart ? Factors.grown(members, bad) : Factors.converged(members);
        if (pool.learn(next)) {
            due.set(now + options.backoff().toNanos());
        }
    }

    private static boolean isReady(@Nullable Meter meter) {
        return meter != null && meter.ready();
    }

    private Set<Member> bad(List<Member> members) {
        double[] ratings = members.stream()
                .mapToDouble(member -> meters.of(member).rating())
                .toArray();
        boolean[] outliers = Anomaly.outliers(THRESHOLD, KNOWN_GOOD, ratings);
        Set<Member> bad = new HashSet<>();
        for (int i = 0; i < outliers.length; i++) {
            if (outliers[i]) {
                bad.add(members.get(i));
            }
        }
        return bad;
    }

    @Override
    public String describe() {
        return RebalanceType.TYPE.describe(options);
    }
}
