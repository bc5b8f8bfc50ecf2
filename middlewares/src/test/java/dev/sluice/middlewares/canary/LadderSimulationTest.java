package dev.sluice.middlewares.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole canaries, from 1 to 100 percent, by the thousand. The seeds are fixed: the counts are the same each time. */
@Timeout(60)
class LadderSimulationTest {
    private static final CanaryOptions OPTIONS = CanaryOptions.builder("next").build();
    private static final int TRIALS = OPTIONS.steps().size() - 1;

    /**
     * What is true.
     *
     * @param failing share of failures of the stable side
     * @param worse the canary fails more often by so much
     * @param slower so much more of its responses are slow
     */
    record Truth(double failing, double worse, double slower) {}

    /**
     * How a canary ended.
     *
     * @param verdict the last one
     * @param steps that were taken
     * @param exchanges that the canary had
     */
    record End(Trial.Verdict verdict, int steps, long exchanges) {}

    private static End one(Truth truth, long seed, long most) {
        SplittableRandom dice = new SplittableRandom(seed);
        Trial trial = Trial.first(OPTIONS, TRIALS);
        long exchanges = 0;
        int steps = 0;
        while (exchanges < most) {
            double share = OPTIONS.steps().get(steps) / 100.0;
            long others = Math.max(Comparison.BLOCK, Math.round(Comparison.BLOCK * (1 - share) / share));
            count(trial, true, Comparison.BLOCK, truth.failing() + truth.worse(), 0.05 + truth.slower(), dice);
            count(trial, false, others, truth.failing(), 0.05, dice);
            exchanges += Comparison.BLOCK;
            Trial.Verdict verdict = trial.verdict();
            if (verdict == Trial.Verdict.HARMLESS) {
                steps++;
                trial = trial.next();
            }
            if ((verdict != Trial.Verdict.UNDECIDED && verdict != Trial.Verdict.HARMLESS) || steps == TRIALS) {
                return new End(verdict, steps, exchanges);
            }
        }
        return new End(Trial.Verdict.UNDECIDED, steps, exchanges);
    }

    private static void count(
            Trial trial, boolean canary, long count, double failing, double slow, SplittableRandom dice) {
        long failed = hits(count, failing, dice);
        trial.ended(canary, count, failed);
        trial.answered(canary, count - failed, hits(count - failed, slow, dice));
    }

    /** Binomial, by the lengths of the gaps between hits. */
    private static long hits(long count, double ratio, SplittableRandom dice) {
        if (ratio <= 0) {
            return 0;
        }
        double log = Math.log1p(-ratio);
        long hits = 0;
        double at = Math.floor(Math.log(1 - dice.nextDouble()) / log);
        while (at < count) {
            hits++;
            at += 1 + Math.floor(Math.log(1 - dice.nextDouble()) / log);
        }
        return hits;
    }

    private static End[] simulated(Truth truth, int times, long most) {
        return IntStream.range(0, times)
                .parallel()
                .mapToObj(seed -> one(truth, seed, most))
                .toArray(End[]::new);
    }

    private static long count(End[] ends, Trial.Verdict verdict) {
        return Arrays.stream(ends).filter(end -> end.verdict() == verdict).count();
    }

    @Test
    void aCanaryThatIsNoWorseIsRolledBackInLessThanOneOfAHundredOfTenThousand() {
        End[] ends = simulated(new Truth(0.01, 0, 0), 10_000, 20_000);

        long wrong = count(ends, Trial.Verdict.FAILS_MORE) + count(ends, Trial.Verdict.SLOWER);
        assertThat(wrong).isLessThanOrEqualTo(100);
        assertThat(count(ends, Trial.Verdict.HARMLESS)).isEqualTo(10_000 - wrong);
        assertThat(percentile(ends, 50))
                .as("exchanges to be promoted to the end")
                .isLessThan(3_000);
    }

    @ParameterizedTest
    @CsvSource({"0, 500", "0.05, 1500"})
    void soIsOneWhereOthersAreUpstreamsThatNeverOrOftenFail(double failing, int times) {
        End[] ends = simulated(new Truth(failing, 0, 0), times, 40_000);

        assertThat(count(ends, Trial.Verdict.FAILS_MORE) + count(ends, Trial.Verdict.SLOWER))
                .isLessThanOrEqualTo(times / 100);
        assertThat(count(ends, Trial.Verdict.UNDECIDED)).isZero();
    }

    /** Without failures of the others, with one in a hundred, and with five. */
    @ParameterizedTest
    @CsvSource({"0.001, 250", "0.01, 500", "0.05, 1300"})
    void fivePointsMoreFailuresAreRolledBackWithinSoManyOfItsRequests(double failing, long requests) {
        End[] ends = simulated(new Truth(failing, 0.05, 0), 2_000, requests);

        assertThat(count(ends, Trial.Verdict.FAILS_MORE)).isGreaterThanOrEqualTo(1_980);
        assertThat(Arrays.stream(ends).filter(end -> end.steps() > 0).count())
                .as("were given more before")
                .isLessThanOrEqualTo(20);
    }

    @Test
    void aCanaryWhoseSlowResponsesAreTenPointsMoreIsRolledBackWithinFourHundredOfItsRequests() {
        End[] ends = simulated(new Truth(0.01, 0, 0.1), 2_000, 400);

        assertThat(count(ends, Trial.Verdict.SLOWER)).isGreaterThanOrEqualTo(1_980);
    }

    @ParameterizedTest
    @CsvSource({"0.02, 0", "0, 0.05"})
    void aCanaryThatIsWorseByAMarginIsPromotedToTheEndInLessThanOneOfAHundred(double worse, double slower) {
        End[] ends = simulated(new Truth(0.01, worse, slower), 2_000, 20_000);

        assertThat(count(ends, Trial.Verdict.HARMLESS)).isLessThanOrEqualTo(20);
    }

    private static long percentile(End[] ends, int percent) {
        long[] sorted = Arrays.stream(ends).mapToLong(End::exchanges).sorted().toArray();
        return sorted[(int) ((long) sorted.length * percent / 100)];
    }
}
