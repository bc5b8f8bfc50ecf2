package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulation.SimulatedGateway.Attempt;
import dev.sluice.simulation.SimulatedGateway.Seen;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Ten virtual minutes: one member fails four requests of five from 2:00 to 5:00, and nobody can be reached from 8:00 to
 * 8:20.
 */
class GatewaySimulationTest {
    private static final long SEED = 20260101;
    private static final Offset<Double> CLOSELY = Offset.offset(0.02);

    private static SimulatedGateway gateway;

    @BeforeAll
    static void run() {
        gateway = new SimulatedGateway(SEED, GatewaySimulationTest::trouble).run();
    }

    private static double trouble(String host, Duration at) {
        if (between(at, 480, 500)) {
            return 1;
        }
        return host.equals("c") && between(at, 120, 300) ? 0.8 : 0;
    }

    private static boolean between(Duration at, int fromSecond, int toSecond) {
        return at.compareTo(Duration.ofSeconds(fromSecond)) >= 0 && at.compareTo(Duration.ofSeconds(toSecond)) < 0;
    }

    private static List<Attempt> attempts(int fromSecond, int toSecond) {
        return gateway.attempts.stream()
                .filter(attempt -> between(attempt.at(), fromSecond, toSecond))
                .toList();
    }

    private static List<Seen> seen(int fromSecond, int toSecond, Predicate<Seen> which) {
        return gateway.seen.stream()
                .filter(seen -> between(seen.at(), fromSecond, toSecond))
                .filter(which)
                .toList();
    }

    private static double shareOfC(int fromSecond, int toSecond) {
        List<Attempt> all = attempts(fromSecond, toSecond);
        return (double) all.stream()
                        .filter(attempt -> attempt.host().equals("c"))
                        .count()
                / all.size();
    }

    private static double failed(int fromSecond, int toSecond) {
        double all = seen(fromSecond, toSecond, seen -> seen.status() != 429).size();
        return seen(fromSecond, toSecond, seen -> seen.status() >= 500).size() / all;
    }

    @Test
    void takesTurnsWhileAllAreWell() {
        assertThat(shareOfC(0, 120)).isCloseTo(1.0 / 3, CLOSELY);
        assertThat(failed(0, 119)).isZero();
    }

    @Test
    void leavesABadMemberLessThanATwentieth() {
        for (int second = 150; second < 300; second += 10) {
            assertThat(shareOfC(second, second + 10)).isLessThan(0.05);
        }
    }

    @Test
    void hidesABadMemberFromClients() {
        assertThat(failed(120, 150)).isLessThan(0.1);
        assertThat(failed(150, 300)).isLessThan(0.005);
    }

    @Test
    void givesARecoveredMemberItsShareBack() {
        assertThat(shareOfC(400, 480)).isCloseTo(1.0 / 3, CLOSELY);
    }

    @Test
    void stopsAskingWhenNobodyCanBeReachedAndComesBack() {
        assertThat(attempts(487, 495)).isEmpty();
        assertThat(failed(495, 500)).isEqualTo(1);
        assertThat(failed(530, 600)).isZero();
        assertThat(shareOfC(530, 600)).isCloseTo(1.0 / 3, CLOSELY);
    }

    @Test
    void retriesDoNotMultiplyTheLoad() {
        double firsts = seen(480, 486, seen -> seen.status() == 502).size();
        assertThat(attempts(480, 486).size() / firsts).isLessThan(1.3);
        double admitted = seen(0, 600, seen -> seen.status() == 200 || seen.status() == 502)
                .size();
        assertThat(gateway.attempts.size() / admitted).isLessThan(1.05);
    }

    @Test
    void keepsAGreedyClientToItsRateAndOthersFromHarm() {
        List<Seen> greedy = seen(0, 120, seen -> seen.client().equals(SimulatedGateway.GREEDY));
        assertThat(greedy.stream().filter(seen -> seen.status() == 200).count()).isBetween(2_350L, 2_420L);
        assertThat(seen(0, 600, seen -> seen.status() == 429 && !seen.client().equals(SimulatedGateway.GREEDY)))
                .hasSizeLessThan(gateway.seen.size() / 200);
    }

    @Test
    void runsTheSameWayTwice() {
        SimulatedGateway again = new SimulatedGateway(SEED, GatewaySimulationTest::trouble).run();
        assertThat(again.attempts).isEqualTo(gateway.attempts);
        assertThat(again.seen).isEqualTo(gateway.seen);
    }
}
