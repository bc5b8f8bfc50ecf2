package dev.sluice.middlewares.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.middlewares.canary.CanaryState.Phase;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private static final long FAST = 10_000_000;
    private static final Duration BETWEEN = Duration.ofMillis(1);

    private final ManualTicker ticker = new ManualTicker();
    private final SplittableRandom dice = new SplittableRandom(7);
    private final List<Canary.Change> changes = new ArrayList<>();

    private Canary canary(double first) {
        return canary(first, CanaryOptions.builder("next").hold(Duration.ofSeconds(1)));
    }

    private Canary canary(double first, CanaryOptions.Builder options) {
        return new Canary(options.build(), first, ticker, changes::add);
    }

    /** Exchanges at the share of the canary, each a millisecond after the last. */
    private void exchanges(Canary canary, int count, double failing, double slower) {
        for (int i = 0; i < count; i++) {
            ticker.advance(BETWEEN);
            Canary.Stand stand = canary.stand();
            boolean tried = dice.nextDouble() < stand.share() / 100;
            double slowness = FAST * (1 + dice.nextDouble()) * (tried ? slower : 1);
            canary.ended(stand, tried, dice.nextDouble() < (tried ? failing : 0.01), (long) slowness);
        }
    }

    private List<Double> shares() {
        return changes.stream().map(change -> change.state().share()).toList();
    }

    @Test
    void aGoodOneClimbsStepByStepToAll() {
        Canary canary = canary(0);
        exchanges(canary, 200_000, 0.01, 1);
        assertThat(shares()).containsExactly(5.0, 25.0, 50.0, 100.0);
        assertThat(canary.state().phase()).isEqualTo(Phase.PROMOTED);
        assertThat(changes)
                .allSatisfy(change -> assertThat(change.why())
                        .startsWith("it is no worse by the margins: ")
                        .contains(" of the others "));
    }

    @Test
    void oneThatFailsMoreOftenIsRolledBackAndStaysThere() {
        Canary canary = canary(0);
        exchanges(canary, 100_000, 0.1, 1);
        assertThat(canary.state().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.from()).isEqualTo(1);
            assertThat(change.state().share()).isZero();
            assertThat(change.state().moreFailures()).isGreaterThanOrEqualTo(800);
            assertThat(change.why()).startsWith("it fails more often: ");
        });
    }

    @Test
    void oneThatIsSlowerIsRolledBack() {
        Canary canary = canary(0);
        exchanges(canary, 100_000, 0.01, 1.5);
        assertThat(changes)
                .singleElement()
                .satisfies(change -> assertThat(change.why()).startsWith("it is slower: "));
        assertThat(canary.stand().share()).isZero();
    }

    @Test
    void itBeginsWithItsWeightAndGoesOnWithTheLargerSteps() {
        Canary canary = canary(10);
        assertThat(canary.stand().share()).isEqualTo(10);
        exchanges(canary, 60_000, 0.01, 1);
        assertThat(shares()).containsExactly(25.0, 50.0, 100.0);
    }

    @Test
    void itStaysAtAStepForTheLeastTime() {
        Canary canary = canary(0, CanaryOptions.builder("next").steps(50, 100).hold(Duration.ofHours(1)));
        exchanges(canary, 50_000, 0.01, 1);
        assertThat(changes).isEmpty();
        assertThat(canary.state().harmless()).isGreaterThan(100);
        ticker.advance(Duration.ofHours(1));
        exchanges(canary, 50, 0.01, 1);
        assertThat(shares()).containsExactly(100.0);
    }

    @Test
    void itDecidesNothingWithoutEnoughSamples() {
        Canary canary = canary(50, CanaryOptions.builder("next").samples(300));
        exchanges(canary, 500, 1, 1);
        assertThat(canary.state().samples()).isLessThan(300);
        assertThat(canary.state().moreFailures()).isGreaterThan(1_000_000);
        assertThat(changes).isEmpty();
        exchanges(canary, 200, 1, 1);
        assertThat(changes).hasSize(1);
    }

    @Test
    void withoutExchangesOfTheOthersItDecidesNothing() {
        Canary canary = canary(50);
        for (int i = 0; i < 10_000; i++) {
            canary.ended(canary.stand(), true, true, FAST);
        }
        assertThat(changes).isEmpty();
    }

    @Test
    void exchangesThatBeganBeforeADecisionDoNotCountAfterIt() {
        Canary canary = canary(50);
        Canary.Stand before = canary.stand();
        canary.promote();
        canary.rollBack();
        canary.resume();
        for (int i = 0; i < 1_000; i++) {
            canary.ended(before, true, true, FAST);
            canary.ended(before, false, false, FAST);
        }
        assertThat(canary.state().samples()).isZero();
    }

    @Test
    void aPersonMayPromoteHoldResumeAndRollBack() {
        Canary canary = canary(0);
        canary.promote();
        assertThat(canary.state().share()).isEqualTo(5);
        canary.hold();
        assertThat(canary.state().phase()).isEqualTo(Phase.HELD);
        exchanges(canary, 10_000, 1, 1);
        assertThat(canary.state().samples()).isZero();
        canary.resume();
        assertThat(canary.state().phase()).isEqualTo(Phase.TRYING);
        assertThat(canary.state().share()).isEqualTo(5);
        canary.rollBack();
        canary.rollBack();
        assertThat(canary.state().share()).isZero();
        canary.hold();
        assertThat(canary.state().phase()).isEqualTo(Phase.ROLLED_BACK);
        canary.promote();
        assertThat(canary.state().share()).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            canary.promote();
        }
        assertThat(canary.state().phase()).isEqualTo(Phase.PROMOTED);
        canary.resume();
        assertThat(canary.state().phase()).isEqualTo(Phase.PROMOTED);
        assertThat(shares()).containsExactly(5.0, 0.0, 1.0, 5.0, 25.0, 50.0, 100.0);
        assertThat(changes).allSatisfy(change -> assertThat(change.why()).startsWith("by hand"));
    }

    @Test
    void aLatencyThatAllHaveMoreOfIsNoFaultOfTheCanary() {
        Canary canary = canary(50);
        exchanges(canary, 1_000, 0.01, 1);
        for (int i = 0; i < 1_000; i++) {
            ticker.advance(BETWEEN);
            canary.ended(canary.stand(), i % 2 == 0, false, 10 * FAST + dice.nextLong(FAST));
        }
        assertThat(changes).noneMatch(change -> change.state().phase() == Phase.ROLLED_BACK);
    }

    /** Exchange by exchange, with latencies of a long tail, by the mark that the canary estimates itself. */
    @Test
    void ofThreeHundredThatAreAsGoodAsTheOthersAtMostThreeAreRolledBack() {
        int rolledBack = 0;
        for (int i = 0; i < 300; i++) {
            Canary canary =
                    canary(0, CanaryOptions.builder("next").steps(10, 50, 100).hold(Duration.ZERO));
            while (canary.state().phase() == Phase.TRYING) {
                for (int j = 0; j < 100; j++) {
                    Canary.Stand stand = canary.stand();
                    boolean failed = dice.nextDouble() < 0.02;
                    long latency = (long) (FAST * Math.exp(dice.nextGaussian()));
                    canary.ended(stand, dice.nextDouble() < stand.share() / 100, failed, latency);
                }
            }
            rolledBack += canary.state().phase() == Phase.ROLLED_BACK ? 1 : 0;
        }
        assertThat(rolledBack).isLessThanOrEqualTo(3);
    }
}
