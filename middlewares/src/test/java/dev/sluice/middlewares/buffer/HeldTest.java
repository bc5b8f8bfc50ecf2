package dev.sluice.middlewares.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Side;
import dev.sluice.core.TransferException;
import dev.sluice.core.options.MistakesException;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.TrackedBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HeldTest {
    private final Account budget = new Account(BufferBudget.of(1 << 20));

    @TempDir
    Path directory;

    private Store store(long memory) {
        return new Store(new BodyLimits(Side.REQUEST, true, -1, memory), budget, directory);
    }

    @Property(tries = 300)
    void givesBackWhatItTookWhereverItIsHeld(
            @ForAll @IntRange(max = 500_000) int size, @ForAll @IntRange(max = 300_000) int memory) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Store store = new Store(new BodyLimits(Side.REQUEST, true, -1, memory), budget, temporary);
        String text = "0123456789".repeat(size / 10 + 1).substring(0, size);
        for (TrackedBody source : new TrackedBody[] {TrackedBody.of(text), TrackedBody.ofUnknownLength(text)}) {
            Body body = HeldBody.owning(Held.of(source, store));
            Body replay = body.replay();
            assertThat(Exchanges.text(body)).isEqualTo(text);
            assertThat(Exchanges.text(replay)).isEqualTo(text);
            assertThat(body.length()).isEqualTo(size);
            assertThat(budget.held()).isEqualTo(size);
            replay.close();
            body.close();
            body.close();
            assertThat(budget.held()).isZero();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void spillsIntoAFileThatHasNoNameAnyMore() throws IOException {
        Body body = HeldBody.owning(Held.of(TrackedBody.of("x".repeat(100)), store(10)));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        assertThat(Exchanges.text(body)).hasSize(100);
        body.close();
        assertThatThrownBy(() -> Exchanges.text(body.replay())).isInstanceOf(TransferException.class);
    }

    @Test
    void countsTheBodiesThatGoOnInAFile() {
        Held.of(TrackedBody.of("x".repeat(10)), store(10)).close();
        assertThat(budget.spilled()).isZero();
        Held.of(TrackedBody.of("x".repeat(500)), store(10)).close();
        Held.of(TrackedBody.of("x".repeat(11)), store(10)).close();
        assertThat(budget.spilled()).isEqualTo(2);
    }

    @Test
    void staysInMemoryUpToTheLimitAndGoesToDiskAboveIt() throws IOException {
        Files.delete(directory);
        Held.of(TrackedBody.of("x".repeat(10)), store(10)).close();
        assertThatThrownBy(() -> Held.of(TrackedBody.of("x".repeat(11)), store(10)))
                .isInstanceOf(TransferException.class);
        Files.createDirectory(directory);
    }

    @Test
    void aDiskThatCannotBeWrittenToIsALackOfRoom() throws IOException {
        Path missing = directory.resolve("missing");
        Store store = new Store(new BodyLimits(Side.REQUEST, true, -1, 0), budget, missing);
        TrackedBody body = TrackedBody.of("text");
        assertThatThrownBy(() -> Held.of(body, store))
                .isInstanceOf(TransferException.class)
                .extracting(broken -> ((TransferException) broken).failure())
                .isInstanceOf(Failure.Overloaded.class);
        assertThat(budget.held()).isZero();
        body.assertClosedOnce();
    }

    @Test
    void optionsNameWhatIsWrong() {
        assertThatThrownBy(() -> BufferBudget.of(0)).hasMessage("buffer budget must be at least 1 byte, is 0");
        assertThatThrownBy(() -> BufferBudget.shared("", 1)).hasMessage("a shared buffer budget must have a name");
        BufferOptions.Builder wrong = BufferOptions.builder()
                .maxRequestBytes(-2)
                .memoryRequestBytes(2L << 30)
                .maxResponseBytes(-3)
                .memoryResponseBytes(-1);
        assertThatThrownBy(wrong::build)
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        all -> assertThat(all.mistakes())
                                .containsExactly(
                                        "maxRequestBytes must be -1 (no limit) or more, is -2",
                                        "memoryRequestBytes must be 0..1 GiB, is 2147483648",
                                        "maxResponseBytes must be -1 (no limit) or more, is -3",
                                        "memoryResponseBytes must be 0..1 GiB, is -1"));
    }
}
