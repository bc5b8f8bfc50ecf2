package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.io.Deadlines;
import dev.sluice.testkit.Http2Codes;
import dev.sluice.testkit.RawHttp2Client;
import io.helidon.http.Status;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that clients of HTTP/2 reset at once, as in CVE-2023-44487, and that nobody should work for. */
@Timeout(60)
class ResetBeforeServedTest {
    /** Threads that begin when the test lets them. */
    private static final class HeldThreads implements Timers {
        private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

        @Override
        public Timer deadline(Runnable action) {
            return Deadlines.system().deadline(action);
        }

        @Override
        public void startThread(String name, Runnable task) {
            held.add(task);
        }

        void beginNext() {
            Thread.startVirtualThread(held.remove());
        }
    }

    @Test
    @DisplayName("a request that was reset before it is served finds its client gone")
    void findsItsClientGone() throws Exception {
        HeldThreads threads = new HeldThreads();
        BlockingQueue<Boolean> gone = new LinkedBlockingQueue<>();
        Pipeline pipeline = Host.pipeline(List.of(), request -> {
            AtomicBoolean left = new AtomicBoolean();
            request.client().onGone(() -> left.set(true));
            gone.add(left.get());
            return Response.of(Status.OK_200);
        });
        try (RunningServer server = RunningServer.start(
                        pipeline::install,
                        Hosting.of(Ticker.system(), threads),
                        Host.listening().build());
                RawHttp2Client client = RawHttp2Client.connect(server.port())) {
            client.handshake();
            client.reset(client.request("GET", "/"), Http2Codes.CANCEL);
            client.untilPong(); // both have been read
            threads.beginNext();
            assertThat(gone.poll(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
