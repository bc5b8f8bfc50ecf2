package dev.sluice.middlewares.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.options.KeyHash;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final int KEYS = 100_000;

    private static Map<String, Integer> counted(Shares shares, double share) {
        SplittableRandom dice = new SplittableRandom(1);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            counts.merge(shares.choose(dice.nextLong(), share), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void poolsShareByTheirWeights() {
        Map<String, Integer> counts = counted(new Shares(Map.of("a", 95, "b", 5, "c", 0), ""), 0);
        assertThat(counts).containsOnlyKeys("a", "b");
        assertThat(counts.get("b") / (double) KEYS).isEqualTo(0.05, Offset.offset(0.002));
    }

    @Test
    void thePoolThatIsTriedHasItsShareAndTheOthersTheirs() {
        Shares shares = new Shares(Map.of("a", 3, "b", 1, "next", 7), "next");
        Map<String, Integer> counts = counted(shares, 0.2);
        assertThat(counts.get("next") / (double) KEYS).isEqualTo(0.2, Offset.offset(0.004));
        assertThat(counts.get("a") / (double) KEYS).isEqualTo(0.6, Offset.offset(0.005));
        assertThat(counted(shares, 0)).doesNotContainKey("next");
        assertThat(counted(shares, 1)).containsOnlyKeys("next");
    }

    @Test
    void aKeyMovesOnlyToThePoolThatGrows() {
        Shares shares = new Shares(Map.of("a", 3, "b", 1, "next", 0), "next");
        double[] steps = {0, 0.01, 0.05, 0.25, 0.5, 1};
        for (int key = 0; key < 20_000; key++) {
            long number = KeyHash.of("client " + key);
            String before = shares.choose(number, steps[0]);
            for (double step : steps) {
                String now = shares.choose(number, step);
                assertThat(now).isIn(before, "next");
                before = now;
            }
        }
    }

    @Test
    void weightsThatAreChangedMoveKeysOneWayToo() {
        Shares before = new Shares(Map.of("a", 95, "b", 5), "");
        Shares after = new Shares(Map.of("a", 75, "b", 25), "");
        int moved = 0;
        for (int key = 0; key < 20_000; key++) {
            long number = KeyHash.of("client " + key);
            boolean moves = !before.choose(number, 0).equals(after.choose(number, 0));
            moved += moves ? 1 : 0;
            assertThat(after.choose(number, 0)).isEqualTo(moves ? "b" : before.choose(number, 0));
        }
        assertThat(moved / 20_000.0).isEqualTo(0.2, Offset.offset(0.01));
    }
}
