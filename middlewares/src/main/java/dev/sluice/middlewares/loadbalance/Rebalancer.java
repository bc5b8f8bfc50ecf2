package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Ticker;
import dev.sluice.core.Upstream;
import dev.sluice.core.Verdict;
import dev.sluice.middlewares.rolling.Anomaly;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shifts weights of a {@link Pool} away from members that do worse than the others, and back when they do not any more.
 *
 * <p>Stands behind the {@link RoundRobin} over the same pool, where the pick is known, and measures how exchanges end.
 * At most once a second a request looks whether the members fall apart into good and bad: a rating is bad if it is over
 * 1.5 times the sum of the median and the median absolute deviation. If they do, the good ones' weights grow by four, up
 * to 4 096; if not, all weights go back by four, down to what they were. The new weights are then left alone for the
 * backoff. A bad member keeps its weight, so it gets a little traffic and can show that it has recovered.
 *
 * <p>Members that take nothing (weight 0, down) are left out. Any change of the pool starts from the weights as written.
 * A request without an upstream passes unmeasured. Thread-safe, without a lock. After oxy's {@code
 * roundrobin.Rebalancer}.
 */
public final class Rebalancer implements Gate {
    private static final double THRESHOLD = 1.5;
    private static final double KNOWN_GOOD = 0;
    private static final long CHECK_PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

    private final Pool pool;
    private final RebalancerOptions options;
    private final Ticker ticker;
    private final AtomicLong due;
    private final Map<Upstream, Meter> meters = new ConcurrentHashMap<>();

    /**
     * Rebalances a pool by oxy's defaults.
     *
     * @param pool the one that requests are picked from
     * @param ticker the time
     */
    public Rebalancer(Pool pool, Ticker ticker) {
        this(pool, RebalancerOptions.DEFAULT, ticker);
    }

    /**
     * Rebalances a pool.
     *
     * @param pool the one that requests are picked from
     * @param options backoff and meter
     * @param ticker the time
     */
    public Rebalancer(Pool pool, RebalancerOptions options, Ticker ticker) {
        this.pool = pool;
        this.options = options;
        this.ticker = ticker;
        this.due = new AtomicLong(ticker.nanos());
    }

    @Override
    public Verdict admit(Request request) {
        long start = ticker.nanos();
        long at = due.get();
        if (start - at >= 0 && due.compareAndSet(at, start + CHECK_PERIOD_NANOS)) {
            rebalance(start);
        }
        return request.upstream().map(upstream -> measured(upstream, start)).orElseGet(Verdict::admit);
    }

    private Verdict measured(Upstream upstream, long start) {
        Meter meter = meters.computeIfAbsent(upstream, any -> options.meter().apply(ticker));
        return Verdict.admit(outcome -> meter.record(outcome, Duration.ofNanos(ticker.nanos() - start)));
    }

    private void rebalance(long now) {
        Snapshot seen = pool.snapshot();
        meters.keySet().retainAll(seen.byUpstream().keySet());
        List<Member> members = seen.members().stream().filter(Member::takes).toList();
        if (members.size() < 2 || !members.stream().allMatch(this::ready)) {
            return;
        }
        Map<Upstream, Integer> changed = changed(members, next(members));
        if (!changed.isEmpty() && pool.shift(seen, member -> shifted(member, changed))) {
            due.set(now + options.backoff().toNanos());
        }
    }

    private boolean ready(Member member) {
        Meter meter = meters.get(member.upstream());
        return meter != null && meter.ready();
    }

    private List<Integer> next(List<Member> members) {
        double[] ratings = members.stream()
                .mapToDouble(member -> rating(member.upstream()))
                .toArray();
        boolean[] bad = Anomaly.outliers(THRESHOLD, KNOWN_GOOD, ratings);
        return fallApart(bad) ? Weights.grown(members, bad) : Weights.converged(members);
    }

    private double rating(Upstream upstream) {
        Meter meter = meters.get(upstream);
        return meter == null ? KNOWN_GOOD : meter.rating();
    }

    private static boolean fallApart(boolean... bad) {
        for (boolean one : bad) {
            if (one != bad[0]) {
                return true;
            }
        }
        return false;
    }

    private static Map<Upstream, Integer> changed(List<Member> members, List<Integer> next) {
        Map<Upstream, Integer> changed = new HashMap<>();
        for (int i = 0; i < next.size(); i++) {
            if (members.get(i).effectiveWeight() != next.get(i)) {
                changed.put(members.get(i).upstream(), next.get(i));
            }
        }
        return changed;
    }

    private static Member shifted(Member member, Map<Upstream, Integer> changed) {
        return member.withEffectiveWeight(changed.getOrDefault(member.upstream(), member.effectiveWeight()));
    }

    @Override
    public String describe() {
        return "rebalance(" + options.backoff().toSeconds() + " s)";
    }
}
