package dev.sluice.middlewares.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.SimulatedTime;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class BufferBudgetTest {
    private final Map<String, LongSupplier> gauges = new HashMap<>();
    private final SimulatedTime time = new SimulatedTime();
    private final Environment environment =
            Environment.of(time, time, new Random(1), new Random(1)).withInstruments(gauges::put);

    @Test
    void isSharedByAllBuffersThatNameIt() {
        Middleware first = made(BufferBudget.shared("uploads", 10));
        Middleware second = made(BufferBudget.shared("uploads", 10));
        Middleware other = made(BufferBudget.shared("others", 10));
        Response held = first.handle(upload("123456"), RecordingHandler.ok());
        assertThat(second.handle(upload("12345"), RecordingHandler.ok())
                        .status()
                        .code())
                .isEqualTo(503);
        other.handle(upload("12345"), RecordingHandler.ok()).close();
        held.close();
        assertThat(second.handle(upload("12345"), RecordingHandler.ok())
                        .status()
                        .code())
                .isEqualTo(200);
    }

    @Test
    void isOfEachBufferItsOwnWithoutAName() {
        Response held = made(BufferBudget.of(10)).handle(upload("123456"), RecordingHandler.ok());
        assertThat(made(BufferBudget.of(10))
                        .handle(upload("123456"), RecordingHandler.ok())
                        .status()
                        .code())
                .isEqualTo(200);
        held.close();
    }

    @Test
    void hasOneSizeWhereverItIsNamed() {
        made(BufferBudget.shared("uploads", 10));
        assertThatThrownBy(() -> made(BufferBudget.shared("uploads", 20)))
                .hasMessage("buffer budget 'uploads' has 10 bytes in one place and 20 in another");
    }

    @Test
    void showsWhatIsHeld() {
        Response held = made(BufferBudget.of(10)).handle(upload("123456"), RecordingHandler.ok());
        assertThat(gauges.get("buffer.held").getAsLong()).isEqualTo(6);
        held.close();
        assertThat(gauges.get("buffer.held").getAsLong()).isZero();
    }

    private Middleware made(BufferBudget budget) {
        return BufferType.TYPE.make(BufferOptions.builder().budget(budget).build(), environment);
    }

    private static Request upload(String text) {
        return Exchanges.request("POST", "/", Fields.EMPTY, TrackedBody.ofUnknownLength(text));
    }

    @Test
    void neverGivesMoreThanItHasHoweverManyAsk() {
        Account budget = new Account(BufferBudget.of(100));
        AtomicLong taken = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                threads.execute(() -> {
                    for (int step = 0; step < 2000; step++) {
                        if (budget.take(30)) {
                            long now = taken.addAndGet(30);
                            most.accumulateAndGet(now, Math::max);
                            taken.addAndGet(-30);
                            budget.give(30);
                        }
                    }
                });
            }
        }
        assertThat(most).hasValueBetween(30L, 100L);
        assertThat(budget.held()).isZero();
    }

    @Test
    void programOfThePackageCommentCompiles() {
        Handler next = request -> Response.of(Status.OK_200, Fields.EMPTY, Body.of("hello"));
        BufferOptions options = BufferOptions.builder()
                .maxRequestBytes(10 << 20)
                .retry("IsNetworkError() && Attempts() < 3")
                .build();
        Handler buffered = new Buffer(options, Ticker.system(), new Random()).around(next);
        assertThat(Exchanges.send(buffered.handle(Exchanges.get("/")))).isEqualTo("hello");
    }
}
