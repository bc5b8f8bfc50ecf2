package dev.sluice.endtoend;

import static dev.sluice.Sluice.header;
import static dev.sluice.Sluice.proxy;
import static dev.sluice.Sluice.rate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ProxyBuilder;
import dev.sluice.RunningProxy;
import dev.sluice.core.Completion;
import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Verdict;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.connlimit.ConnLimit;
import dev.sluice.middlewares.connlimit.ConnLimitOptions;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 000 exchanges of 64 clients with every kind of trouble on either side, through one gateway that streams and one
 * that buffers: in the end every exchange went as it had to, and nothing is left behind.
 */
@Tag("large")
@Timeout(300)
class SoakTest {
    private static final int CLIENTS = 64;
    private static final int EXCHANGES = Integer.getInteger("soak.exchanges", 200_000) / CLIENTS;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What the JVM may open meanwhile for itself: a leak of one in a hundred exchanges would be thousands. */
    private static final int FILES_OF_THE_JVM = 32;

    @TempDir
    Path spill;

    private final ConnLimit permits =
            new ConnLimit(ConnLimitOptions.builder().max(CLIENTS * 4).build(), Ticker.system());
    private final Ends ends = new Ends();
    private final SoakClient.Tally tally = new SoakClient.Tally();

    /** Counts what begins and what ends. */
    private static final class Ends implements Gate {
        private final AtomicLong begun = new AtomicLong();
        private final AtomicLong ended = new AtomicLong();

        @Override
        public Verdict admit(Request request) {
            begun.incrementAndGet();
            Completion completion = outcome -> ended.incrementAndGet();
            return new Verdict.Admitted(completion);
        }
    }

    private ProxyBuilder gates() {
        return proxy().use(ends)
                .use(permits)
                .rateLimit(limit -> limit.by(header("X-Limited"))
                        .rate(rate(1_000_000_000).perSecond())
                        .ratesOf(request ->
                                request.fields().contains("X-Limited") ? List.of(rate(1).perHour()) : List.of()));
    }

    private RunningProxy start(ProxyBuilder steps, SoakUpstream upstream) {
        return Wires.start(
                steps.forward(
                        upstream.url(),
                        options -> options.responseTimeout(PATIENCE).maxConnections(CLIENTS * 2)),
                listen -> listen.clients(clients -> clients.maxBody(SoakClient.MOST)));
    }

    private static void spendTheLimit(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            client.send("GET /SIZED/0/0 HTTP/1.1\r\nHost: a\r\nX-Limited: yes\r\n\r\n")
                    .answer();
        }
    }

    @Test
    void nothingIsLostAndNothingIsLeft() throws Exception {
        long filesBefore = Footprint.openFiles();
        String condition = "IsNetworkError() && Attempts() < 3";
        try (SoakUpstream upstream = new SoakUpstream();
                RunningProxy streaming = start(gates().retry(condition, retry -> retry.budget(100, 100)), upstream);
                RunningProxy buffering = start(
                        gates().buffer(buffer -> buffer.streamResponses()
                                .memoryRequestBytes(8 * 1024)
                                .spillDirectory(spill)
                                .retry(condition, retry -> retry.budget(100, 100))),
                        upstream)) {
            spendTheLimit(streaming.port());
            spendTheLimit(buffering.port());
            soak(streaming.port(), buffering.port());
            everythingWentAsItHadTo(upstream);
            nothingIsHeld(upstream);
            streaming.stop();
            buffering.stop();
            Eventually.holds("no connection to the upstream is left", () -> upstream.openConnections() == 0);
        }
        nothingIsLeft(filesBefore);
    }

    private void soak(int streaming, int buffering) throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            SoakClient client = new SoakClient(i, i % 2 == 0 ? streaming : buffering, tally);
            clients.add(Thread.ofVirtual().name("soak-client").start(() -> client.run(EXCHANGES)));
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    private void everythingWentAsItHadTo(SoakUpstream upstream) {
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.exchanges.get()).isEqualTo(EXCHANGES * CLIENTS);
        assertThat(tally.unlucky.get()).isLessThan(EXCHANGES * CLIENTS / 1000);
        assertThat(upstream.received.get()).isEqualTo(tally.uploaded.get());
        assertThat(upstream.sent.get()).isEqualTo(tally.downloaded.get());
    }

    private void nothingIsHeld(SoakUpstream upstream) throws IOException {
        Eventually.holds("every exchange has ended", () -> ends.ended.get() == ends.begun.get());
        Eventually.holds("every permit is back", () -> permits.keys() == 0);
        Eventually.holds("only idle connections are open", () -> upstream.openConnections() <= CLIENTS * 2);
        assertThat(Footprint.files(spill)).isEmpty();
    }

    private void nothingIsLeft(long filesBefore) {
        Eventually.holds("no thread is left", () -> ofOurs().isEmpty());
        Eventually.holds(
                "no file or connection is left", () -> Footprint.openFiles() <= filesBefore + FILES_OF_THE_JVM);
    }

    /** Those of the process, which wait for whatever connections there will be, do not count. */
    private List<String> ofOurs() {
        try {
            return Footprint.virtualThreads(spill).stream()
                    .filter(thread -> thread.contains("sluice") || thread.contains("soak"))
                    .filter(thread -> !thread.contains("sluice-poller-"))
                    .toList();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
