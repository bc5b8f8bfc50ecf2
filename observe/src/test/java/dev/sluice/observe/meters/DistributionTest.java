package dev.sluice.observe.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static Distribution of(long... nanos) {
        Histogram histogram = Histogram.ofNanos();
        for (long value : nanos) {
            histogram.record(value);
        }
        return histogram.read();
    }

    @Test
    void aQuantileIsEstimatedAsPrometheusDoes() {
        Distribution some = of(6_000_000, 7_000_000, 8_000_000, 90_000_000);
        assertThat(some.quantile(0.5))
                .hasValueSatisfying(p50 -> assertThat(p50).isEqualTo(0.005 + 0.005 * 2 / 3, within(1e-9)));
        assertThat(some.quantile(1)).contains(0.1);
        assertThat(of().quantile(0.99)).isEmpty();
        assertThat(of(60_000_000_000L).quantile(0.99))
                .as("above the highest bound")
                .contains(10.0);
    }

    @Property(tries = 200)
    void everyValueIsInTheBucketOfItsBound(
            @ForAll @Size(min = 1, max = 40) long @LongRange(min = 0, max = 20_000_000_000L) [] nanos) {
        Distribution some = of(nanos);
        assertThat(some.count()).isEqualTo(nanos.length);
        for (Distribution.Bucket bucket : some.buckets()) {
            long up = 0;
            for (long value : nanos) {
                up += value <= bucket.le() * 1e9 ? 1 : 0;
            }
            assertThat(bucket.count()).as("le %s", bucket.le()).isEqualTo(up);
        }
    }

    @Test
    void theDifferenceOfTwoSnapshotsIsWhatHasComeBetween() {
        Histogram histogram = Histogram.ofNanos();
        histogram.record(2_000_000);
        Distribution before = histogram.read();
        histogram.record(20_000_000);
        Distribution between = histogram.read().since(before);
        assertThat(between.count()).isEqualTo(1);
        assertThat(between.sum()).isEqualTo(0.02, within(1e-9));
        assertThat(before.plus(between)).isEqualTo(histogram.read());
    }

    @Test
    void aBucketKeepsItsNewestExemplarAndAsksForOneNowAndThen() {
        Histogram histogram = Histogram.ofNanos();
        assertThat(histogram.wantsExemplar(2_000_000, 0, 100)).isTrue();
        histogram.exemplify(2_000_000, new Exemplar("t1", "s", 0.002, Instant.EPOCH), 0);
        assertThat(histogram.wantsExemplar(2_100_000, 99, 100)).isFalse();
        assertThat(histogram.wantsExemplar(2_100_000, 100, 100)).isTrue();
        assertThat(histogram.wantsExemplar(50_000_000, 99, 100))
                .as("another bucket")
                .isTrue();
        assertThat(histogram.read().buckets().get(1).exemplar())
                .hasValueSatisfying(one -> assertThat(one.traceId()).isEqualTo("t1"));
        assertThat(histogram.read().buckets().get(0).exemplar()).isEmpty();
    }
}
