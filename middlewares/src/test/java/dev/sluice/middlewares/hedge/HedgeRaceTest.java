package dev.sluice.middlewares.hedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attempts that really race, on threads: nothing is lost, and nothing is given back twice. */
@Timeout(60)
class HedgeRaceTest {
    private static final int ROUNDS = 5_000;

    private final Queue<TrackedBody> bodies = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** Timers whose time comes at once, on another thread. */
    private static final class Hasty implements Timers {
        @Override
        public Timer deadline(Runnable action) {
            return new Timer() {
                @Override
                public void set(Duration fromNow) {
                    startThread("hasty", action);
                }

                @Override
                public void clear() {
                    // it is too late
                }

                @Override
                public boolean clearInTime() {
                    return false;
                }

                @Override
                public void close() {
                    // it is too late
                }
            };
        }
    }

    private Response answer(Request request) {
        begun.incrementAndGet();
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(20_000));
        int kind = ThreadLocalRandom.current().nextInt(10);
        TrackedBody body = TrackedBody.of("answer");
        bodies.add(body);
        CountDownLatch gone = new CountDownLatch(1);
        request.client().onGone(gone::countDown).cancel();
        Status status = kind == 0 ? Status.SERVICE_UNAVAILABLE_503 : Status.OK_200;
        return Response.of(status, Exchanges.ok().fields(), body).onEnd(outcome -> ended.incrementAndGet());
    }

    @Test
    void everyAttemptEndsOnceWhoeverWins() {
        Environment environment =
                Environment.of(Ticker.system(), new Hasty(), new SplittableRandom(1), new SplittableRandom(2));
        Handler handler = new Hedge(
                        HedgeOptions.builder()
                                .delay(Duration.ofMillis(1))
                                .maxAttempts(3)
                                .budget(100, ROUNDS)
                                .build(),
                        environment)
                .around(this::answer);
        for (int i = 0; i < ROUNDS; i++) {
            Request request = Exchanges.get("/");
            assertThat(Exchanges.send(handler.handle(request))).isEqualTo("answer");
            assertThat(((FakeClient) request.client()).watchers()).isLessThanOrEqualTo(2);
        }
        // those that have lost end a little later
        Await.until(() -> ended.get() >= begun.get() && bodies.size() >= begun.get());
        List.copyOf(bodies).forEach(TrackedBody::assertClosedOnce);
        assertThat(ended.get()).isEqualTo(begun.get());
        assertThat(begun.get()).isGreaterThan(ROUNDS);
    }
}
