package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.middlewares.loadbalance.pool.Member;

/** What one more request at a member would cost, in any unit: {@link Cheapest} compares them. */
enum Cost {
    /** The requests in flight, for each unit of weight. */
    REQUESTS(1) {
        @Override
        double of(Member member, long now) {
            return (double) member.inFlight() / member.effectiveWeight();
        }
    },
    /** The average time to the head, times the requests that share the member with this one. */
    TIME(0.9) {
        @Override
        double of(Member member, long now) {
            return timed(member, member.latency().average(now));
        }
    },
    /** The same by the peak of the times. */
    PEAK(0.9) {
        @Override
        double of(Member member, long now) {
            return timed(member, member.latency().peak(now));
        }
    };

    /** A rival must cost less than this share, as a smaller difference of times is noise, and weights decide better. */
    private final double margin;

    Cost(double margin) {
        this.margin = margin;
    }

    abstract double of(Member member, long now);

    boolean readsLatency() {
        return this != REQUESTS;
    }

    double margin() {
        return margin;
    }

    /** A member that was never asked costs nothing, so it is asked. */
    private static double timed(Member member, double nanos) {
        return nanos * (1 + (double) member.inFlight() / member.effectiveWeight());
    }
}
