package dev.sluice.observe.meters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many values were how large. Immutable.
 *
 * @param count of all values
 * @param sum of all values, in the unit of the metric
 * @param buckets in ascending order; the last has no bound
 */
public record Distribution(long count, double sum, List<Bucket> buckets) {
    /**
     * The values up to a bound.
     *
     * @param le the bound, in the unit of the metric; infinite for the last
     * @param count of the values that are not above the bound, those of the buckets below included
     * @param exemplar a trace of one of the values between the bound below and this one
     */
    public record Bucket(double le, long count, Optional<Exemplar> exemplar) {}

    /** Copies the list. */
    public Distribution {
        buckets = List.copyOf(buckets);
    }

    /**
     * The value that a share of all values does not exceed, as Prometheus' {@code histogram_quantile} estimates it: as if
     * values were spread evenly between the bounds of a bucket.
     *
     * @param share above 0, up to 1
     * @return in the unit of the metric; the highest bound if it is above that; empty if there are no values
     */
    public Optional<Double> quantile(double share) {
        double rank = share * count;
        double low = 0;
        long below = 0;
        for (Bucket bucket : buckets) {
            if (bucket.count() >= rank && bucket.count() > below) {
                return Optional.of(
                        Double.isInfinite(bucket.le())
                                ? low
                                : low + (bucket.le() - low) * (rank - below) / (bucket.count() - below));
            }
            low = Double.isInfinite(bucket.le()) ? low : bucket.le();
            below = bucket.count();
        }
        return Optional.empty();
    }

    /**
     * The values of both.
     *
     * @param other with the same bounds
     * @return the sum
     */
    public Distribution plus(Distribution other) {
        return combined(other, 1);
    }

    /**
     * The values that have come since.
     *
     * @param earlier of the same series
     * @return the difference, without exemplars that were there before
     */
    public Distribution since(Distribution earlier) {
        return combined(earlier, -1);
    }

    private Distribution combined(Distribution other, int sign) {
        List<Bucket> both = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            Bucket mine = buckets.get(i);
            Bucket theirs = other.buckets.get(i);
            Optional<Exemplar> exemplar = sign > 0
                    ? mine.exemplar().or(theirs::exemplar)
                    : mine.exemplar().filter(known -> !theirs.exemplar().equals(Optional.of(known)));
            both.add(new Bucket(mine.le(), mine.count() + sign * theirs.count(), exemplar));
        }
        return new Distribution(count + sign * other.count, sum + sign * other.sum, both);
    }
}
