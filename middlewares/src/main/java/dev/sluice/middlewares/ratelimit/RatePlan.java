package dev.sluice.middlewares.ratelimit;

import java.util.List;

/** The rates that apply to a request, all at once. Plans with equal rates are equal. */
final class RatePlan {
    private final List<Rate> rates;
    private final List<Pace> paces;
    private final long[] full;
    private final long heaviest;
    private final int hash;

    RatePlan(List<Rate> rates) {
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("rates must not be empty");
        }
        this.rates = List.copyOf(rates);
        paces = this.rates.stream().map(Pace::of).toList();
        full = paces.stream().mapToLong(Pace::full).toArray();
        heaviest = this.rates.stream().mapToLong(Rate::burst).min().orElseThrow();
        hash = this.rates.hashCode();
    }

    List<Rate> rates() {
        return rates;
    }

    List<Pace> paces() {
        return paces;
    }

    /** The grains of a new bucket for each rate, in an array that the caller may change. */
    long[] full() {
        return full.clone();
    }

    /** The largest weight that can pass: the smallest burst of its rates. */
    long heaviest() {
        return heaviest;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof RatePlan plan && rates.equals(plan.rates));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
