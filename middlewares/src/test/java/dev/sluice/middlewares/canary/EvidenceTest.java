package dev.sluice.middlewares.canary;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
    private static final double[] HARM = {0.02, 0.05, 0.15, 0.5};
    private static final double EXACTNESS = 1e-6;

    /** The expected value after one block, summed over all numbers of hits on both sides. */
    private static double expected(
            double line, double[] effects, double estimate, int canary, int stable, double ofCanary, double ofStable) {
        double sum = 0;
        for (int i = 0; i <= canary; i++) {
            for (int j = 0; j <= stable; j++) {
                Evidence evidence = new Evidence(line, effects);
                evidence.add(new Tally(canary, i, stable, j), estimate);
                sum += probability(canary, i, ofCanary) * probability(stable, j, ofStable) * evidence.value();
            }
        }
        return sum;
    }

    private static double probability(int count, int hits, double ratio) {
        double ways = 1;
        for (int i = 0; i < hits; i++) {
            ways *= (double) (count - i) / (i + 1);
        }
        return ways * Math.pow(ratio, hits) * Math.pow(1 - ratio, count - hits);
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "10, 40", "30, 10", "1, 1"})
    void ofHarmItIsExpectedNotToGrowWhereverTheCanaryIsNoWorse(int canary, int stable) {
        for (double estimate : new double[] {0, 0.01, 0.3, 0.9, 1}) {
            for (double truth = 0; truth <= 1; truth += 0.05) {
                assertThat(expected(0, HARM, estimate, canary, stable, truth, truth))
                        .isLessThanOrEqualTo(1 + EXACTNESS);
                assertThat(expected(0, HARM, estimate, canary, stable, truth / 2, truth))
                        .isLessThanOrEqualTo(1 + EXACTNESS);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 10, 0.02", "10, 40, 0.05", "30, 10, 0.2", "1, 1, 0.4"})
    void ofNoHarmItIsExpectedNotToGrowWhereverTheCanaryIsWorseByTheMargin(int canary, int stable, double margin) {
        double[] effects = {0, margin / 2};
        for (double estimate : new double[] {0, 0.01, 0.3, 0.9, 1}) {
            for (double truth = 0; truth <= 1 - margin; truth += 0.05) {
                assertThat(expected(margin, effects, estimate, canary, stable, truth + margin, truth))
                        .isLessThanOrEqualTo(1 + EXACTNESS);
                assertThat(expected(margin, effects, estimate, canary, stable, 1, truth))
                        .isLessThanOrEqualTo(1 + EXACTNESS);
            }
        }
    }

    @Test
    void itGrowsByWhatItLooksFor() {
        Evidence harm = new Evidence(0, HARM);
        Evidence harmless = new Evidence(0.05, 0, 0.025);
        for (int i = 0; i < 50; i++) {
            harm.add(new Tally(20, 2, 100, 2), 0.02);
            harmless.add(new Tally(20, 0, 100, 2), 0.02);
        }
        assertThat(harm.value()).isGreaterThan(1_000);
        assertThat(harmless.value()).isGreaterThan(1_000);
    }

    /** All fail for a while, the canary too; later the canary alone fails. A single bet of the beginning would be lost. */
    @Test
    void harmThatBeginsLateIsFoundAfterTroubleOfAll() {
        Evidence harm = new Evidence(0, HARM);
        for (int i = 0; i < 100; i++) {
            harm.add(new Tally(20, 10, 100, 50), 0.02);
        }
        assertThat(harm.value()).isLessThan(1);
        for (int i = 0; i < 20; i++) {
            harm.add(new Tally(20, 3, 100, 2), 0.02);
        }
        assertThat(harm.value()).isGreaterThan(1_000);
    }

    @Test
    void withoutBlocksItIsOne() {
        assertThat(new Evidence(0, HARM).value()).isEqualTo(1, Offset.offset(EXACTNESS));
    }
}
