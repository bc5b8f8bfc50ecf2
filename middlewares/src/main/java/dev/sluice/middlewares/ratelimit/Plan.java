package dev.sluice.middlewares.ratelimit;

import java.util.List;

/** Several rates that hold at once. Plans of equal rates are equal. */
final class Plan {
    private final List<Rate> rates;
    private final List<Pace> paces;
    private final long[] full;
    private final long heaviest;
    private final int hash;

    Plan(List<Rate> rates) {
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

    /** What a new bucket has of each rate, the caller's own. */
    long[] full() {
        return full.clone();
    }

    /** The weight above which a request can never pass. */
    long heaviest() {
        return heaviest;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Plan plan && rates.equals(plan.rates));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
