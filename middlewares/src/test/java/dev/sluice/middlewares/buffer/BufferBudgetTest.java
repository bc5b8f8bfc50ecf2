package dev.sluice.middlewares.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BufferBudgetTest {
    @Test
    void isSharedByAllBuffersThatAreGivenIt() {
        BufferBudget budget = BufferBudget.of(10);
        Buffer first = new Buffer(BufferOptions.builder().budget(budget).build());
        Buffer second = new Buffer(BufferOptions.builder().budget(budget).build());
        Response held = first.handle(upload("123456"), RecordingHandler.ok());
        assertThat(second.handle(upload("12345"), RecordingHandler.ok())
                        .status()
                        .code())
                .isEqualTo(503);
        held.close();
        assertThat(second.handle(upload("12345"), RecordingHandler.ok())
                        .status()
                        .code())
                .isEqualTo(200);
    }

    private static Request upload(String text) {
        return Exchanges.request("POST", "/", Fields.EMPTY, TrackedBody.ofUnknownLength(text));
    }

    @Test
    void neverGivesMoreThanItHasHoweverManyAsk() {
        BufferBudget budget = BufferBudget.of(100);
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
        Buffer buffer = new Buffer(BufferOptions.builder()
                .maxRequestBytes(10 << 20)
                .retry("IsNetworkError() && Attempts() < 3")
                .build());
        Handler buffered = buffer.around(next);
        assertThat(Exchanges.send(buffered.handle(Exchanges.get("/")))).isEqualTo("hello");
    }
}
