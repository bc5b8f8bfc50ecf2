package dev.sluice.server.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.ManualTicker;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AdmissionTest {
    private final ManualTicker ticker = new ManualTicker();
    private final Queue<Long> free = new ArrayDeque<>();
    private final OpenFiles files = new OpenFiles(() -> free.isEmpty() ? 100_000 : free.remove(), ticker);

    @Test
    void givesAPlaceOnceHoweverOftenItIsLeft() throws IOException {
        Admission admission = new Admission(2, files, ticker);
        try (SocketChannel channel = SocketChannel.open()) {
            Runnable leave = admission.admit(channel, AdmissionTest::nothingToForget);
            assertThat(admission.admitted()).isEqualTo(1);
            leave.run();
            leave.run();
            assertThat(admission.admitted()).isZero();
        }
    }

    @Test
    void whoWaitsForAPlaceGetsThatOfAConnectionThatEndedUnnoticed() throws IOException {
        Admission admission = new Admission(1, files, ticker);
        try (SocketChannel channel = SocketChannel.open()) {
            Runnable dead = admission.admit(channel, AdmissionTest::nothingToForget);
            admission.admit(channel, dead);
            assertThat(admission.admitted()).isEqualTo(1);
        }
    }

    @Test
    void withoutDescriptorsTheConnectionIsClosedAndTheNextAcceptWaitsUntilThereAreSome() throws IOException {
        Admission admission = new Admission(5, files, ticker);
        free.addAll(List.of(3L, 0L, 2L, 500L));
        try (SocketChannel channel = SocketChannel.open()) {
            assertThatThrownBy(() -> admission.admit(channel, AdmissionTest::nothingToForget))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(channel.isOpen()).isFalse();
            assertThat(free).isEmpty();
            assertThat(admission.admitted()).isZero();
            assertThat(admission.refused()).isEqualTo(1);
            admission.admit(channel, AdmissionTest::nothingToForget);
        }
    }

    @Test
    void aListenerThatStopsLetsNobodyWaitForAPlace() throws Exception {
        Admission admission = new Admission(1, files, ticker);
        AtomicReference<Throwable> end = new AtomicReference<>();
        try (SocketChannel channel = SocketChannel.open()) {
            admission.admit(channel, AdmissionTest::nothingToForget);
            Thread acceptor = Thread.ofPlatform()
                    .uncaughtExceptionHandler((thread, thrown) -> end.set(thrown))
                    .start(() -> admission.admit(channel, AdmissionTest::nothingToForget));
            admission.close();
            acceptor.join();
            assertThat(end.get()).isInstanceOf(IllegalStateException.class).hasMessage("the listener stops");
        }
    }

    private static void nothingToForget() {}
}
