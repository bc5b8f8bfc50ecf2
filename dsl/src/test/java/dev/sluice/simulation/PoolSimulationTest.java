package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.PoolScope;
import dev.sluice.simulation.SimulatedPool.Phase;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Twenty members, of which one crashes, one becomes slow and one flaps, and a herd of clients. */
class PoolSimulationTest {
    private static SimulatedPool run(String name, Consumer<PoolScope> policy) {
        SimulatedPool pool = new SimulatedPool(policy).run();
        System.out.println(name + System.lineSeparator() + pool.table());
        return pool;
    }

    @Test
    void noRequestFailsAndFewMeetTheDead() {
        SimulatedPool pool = run("powerOfTwo", PoolScope::powerOfTwo);
        for (Phase phase : Phase.values()) {
            assertThat(pool.in(phase).failed()).as(phase.name()).isZero();
        }
        assertThat(pool.metDead(Phase.CRASH))
                .as("three failures, and a trial for each ejection of 1, 2, 4 … s")
                .isLessThan(15);
        assertThat(pool.metDead(Phase.FLAPPING))
                .as("of 60 s, half of which it is dead")
                .isLessThan(60);
    }

    @Test
    void measuredLatencyKeepsAwayFromASlowMemberWhereTurnsDoNot() {
        Duration turns = run("roundRobin", p -> {}).in(Phase.SLOW).p99();
        Duration measured =
                run("leastTime", PoolScope::leastTime).in(Phase.SLOW).p99();
        assertThat(measured).isLessThan(turns.dividedBy(3));
    }
}
