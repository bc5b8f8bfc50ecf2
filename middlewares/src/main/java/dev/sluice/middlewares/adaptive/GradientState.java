package dev.sluice.middlewares.adaptive;

/**
 * The gradient algorithm. The <i>baseline</i> is the median latency of requests that were admitted while no more than
 * the minimum were in flight: they met no queue. At the end of a period the limit becomes
 *
 * <p>{@code limit × gradient + √limit}, where {@code gradient = baseline × (1 + tolerance) / median of the period},
 * kept between 0.5 and 2.
 *
 * <p>The root is room for a queue so short that it costs little latency; without it the limit could not grow again. A
 * period in which less than half of the limit was in use changes nothing, so that a limit which nobody meets does not
 * drift. Requests that were admitted before a period do not count in it: their latency is that of an earlier limit.
 *
 * <p>At low load the baseline is renewed by the way. While requests are refused, it is measured on purpose: the
 * limit is the minimum until enough requests were answered, or for 20 periods at most. That happens when the baseline
 * is unknown or old, and when the limit has fallen to half of its highest since the last time: fewer requests that are
 * no faster say that the upstream itself has become slower.
 */
final class GradientState implements LimitState {
    private static final int PERIOD_SAMPLES = 64;
    private static final int LEAST_SAMPLES = 10;
    private static final int LEAST_BASELINE_SAMPLES = 5;
    private static final int MEASURING_PERIODS = 20;

    private final long period;
    private final double tolerance;
    private final long baselineEvery;
    private final Bounds bounds;
    private final Latencies recent = new Latencies(PERIOD_SAMPLES);
    private final Latencies unloaded;

    private double limit;
    private double highest;
    private long baseline; // 0 while unknown
    private long baselineAt;
    private boolean measuring;
    private long measuringSince;
    private long periodStart;
    private int peak;
    private boolean refusing;

    GradientState(LimitAlgorithm.Gradient options, Bounds bounds, long now) {
        this.period = options.period().toNanos();
        this.tolerance = 1 + options.tolerancePercent() / 100.0;
        this.baselineEvery = options.baselineEvery().toNanos();
        this.unloaded = new Latencies(options.baselineSamples());
        this.bounds = bounds;
        this.limit = bounds.initial();
        this.highest = limit;
        this.periodStart = now;
    }

    @Override
    public int limit() {
        return measuring ? bounds.min() : (int) limit;
    }

    @Override
    public void refused() {
        refusing = true;
    }

    /**
     * A failure counts only if it took longer than a success at low load: one that comes at once says nothing of
     * latency.
     */
    @Override
    public void answered(Sample sample) {
        if (sample.failed() && (baseline == 0 || sample.latency() < baseline)) {
            return;
        }
        if (sample.inFlight() <= bounds.min() && !sample.failed()) {
            unloaded.add(sample.latency());
        }
        if (unloaded.isFull() || (measuring && isMeasuredLongEnough(sample.now()))) {
            settleBaseline(sample.now());
        } else if (!measuring) {
            collect(sample);
        }
    }

    private boolean isMeasuredLongEnough(long now) {
        return now - measuringSince >= MEASURING_PERIODS * period && unloaded.count() >= LEAST_BASELINE_SAMPLES;
    }

    private void settleBaseline(long now) {
        baseline = unloaded.median();
        baselineAt = now;
        unloaded.clear();
        if (measuring) {
            measuring = false;
            highest = limit;
        }
        startPeriod(now);
    }

    private void collect(Sample sample) {
        if (sample.startedAt() - periodStart < 0) {
            return; // its latency belongs to the limit before the last change
        }
        recent.add(sample.latency());
        peak = Math.max(peak, sample.inFlight());
        if (recent.count() >= LEAST_SAMPLES && sample.now() - periodStart >= period) {
            update(sample.now());
            startPeriod(sample.now());
        }
    }

    private void startPeriod(long now) {
        recent.clear();
        peak = 0;
        refusing = false;
        periodStart = now;
    }

    private void update(long now) {
        boolean stale = baseline == 0 || now - baselineAt > baselineEvery;
        if (refusing && (stale || limit * 2 < highest)) {
            measuring = true;
            measuringSince = now;
            unloaded.clear();
        } else if (baseline > 0 && peak * 2L >= limit) {
            double gradient = Math.clamp(baseline * tolerance / recent.median(), 0.5, 2);
            limit = Math.clamp(limit * gradient + Math.sqrt(limit), bounds.min(), bounds.max());
            highest = Math.max(highest, limit);
        }
    }
}
