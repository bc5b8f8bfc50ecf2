package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.PoolScope;
import dev.sluice.simulation.SimulatedPool.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Twenty members, of which one crashes, one becomes slow and one flaps, and a herd of clients. */
class PoolSimulationTest {
    private static final Path FIGURES = Path.of("..", "docs", "pools.md");

    /** The same seed gives the same figures: those that the page tells. */
    private static SimulatedPool run(String name, Consumer<PoolScope> policy) throws IOException {
        SimulatedPool pool = new SimulatedPool(policy).run();
        assertThat(FIGURES).content().contains(pool.row(name));
        return pool;
    }

    @Test
    void noRequestFailsAndFewMeetTheDead() throws IOException {
        SimulatedPool pool = run("power of two choices", PoolScope::powerOfTwo);
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
    void measuredLatencyKeepsAwayFromASlowMemberWhereTurnsDoNot() throws IOException {
        Duration turns = run("round robin", p -> {}).in(Phase.SLOW).p99();
        Duration measured =
                run("least time", PoolScope::leastTime).in(Phase.SLOW).p99();
        assertThat(measured).isLessThan(turns.dividedBy(3));
    }
}
