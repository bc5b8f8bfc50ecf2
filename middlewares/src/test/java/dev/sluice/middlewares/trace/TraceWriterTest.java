package dev.sluice.middlewares.trace;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.ManualTicker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceWriterTest {
    @TempDir
    Path directory;

    private static Trace trace(TraceSink sink, int capacity) {
        TraceOptions options = TraceOptions.builder()
                .format(TraceFormat.COMMON)
                .sink(sink)
                .capacity(capacity)
                .build();
        return new Trace(options, new ManualTicker());
    }

    private static void exchange(Trace trace) {
        send(trace.handle(get("/"), next -> ok()));
    }

    private static List<String> linesOf(byte[] block, int length) {
        return new String(block, 0, length, StandardCharsets.US_ASCII).lines().toList();
    }

    @Test
    void countsWhatASlowSinkLosesAndDoesNotWaitForIt() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger written = new AtomicInteger();
        Trace trace = trace(
                (block, length) -> {
                    entered.countDown();
                    awaitQuietly(released);
                    written.addAndGet(linesOf(block, length).size());
                },
                4);
        exchange(trace);
        entered.await();
        for (int i = 0; i < 10; i++) {
            exchange(trace);
        }
        assertThat(trace.dropped()).isEqualTo(6);
        released.countDown();
        trace.close();
        assertThat(written).hasValue(1 + 4);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void outlivesASinkThatFailsAndCountsItsLines() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        List<String> lines = new CopyOnWriteArrayList<>();
        Trace trace = trace(
                (block, length) -> {
                    if (failed.getCount() > 0) {
                        failed.countDown();
                        throw new UncheckedIOException(new IOException("disk full (on purpose)"));
                    }
                    lines.addAll(linesOf(block, length));
                },
                100);
        exchange(trace);
        failed.await();
        exchange(trace);
        trace.close();
        assertThat(lines).hasSize(1);
        assertThat(trace.dropped()).isEqualTo(1);
    }

    @Test
    void writesOrCountsEveryLineOfManyThreads() throws InterruptedException {
        AtomicInteger written = new AtomicInteger();
        Trace trace = trace(
                (block, length) -> written.addAndGet(linesOf(block, length).size()), 1_000);
        Thread[] threads = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        exchange(trace);
                    }
                }))
                .limit(8)
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.join();
        }
        trace.close();
        assertThat(written.get() + trace.dropped()).isEqualTo(8 * 5_000);
        assertThat(written.get()).isPositive();
    }

    @Test
    void closesTheSinkAfterTheLastLineAlsoWithoutAny() {
        List<String> calls = new CopyOnWriteArrayList<>();
        Trace trace = trace(
                new TraceSink() {
                    @Override
                    public void write(byte[] block, int length) {
                        calls.add("write");
                    }

                    @Override
                    public void close() {
                        calls.add("close");
                    }
                },
                10);
        trace.close();
        exchange(trace);
        assertThat(calls).containsExactly("close");
        assertThat(trace.dropped()).isEqualTo(1);
    }

    @Test
    void appendsToAFileAndGoesOnInANewOneWhenItIsMovedOrRemoved() throws IOException {
        Path log = directory.resolve("access.log");
        Path moved = directory.resolve("access.log.1");
        Files.writeString(log, "before\n");
        TraceSink sink = TraceSink.file(log);
        write(sink, "one\n");
        write(sink, "two\n");
        Files.move(log, moved);
        write(sink, "three\n");
        assertThat(moved).hasContent("before\none\ntwo\n");
        assertThat(log).hasContent("three\n");
        Files.delete(log);
        write(sink, "four\n");
        sink.close();
        assertThat(log).hasContent("four\n");
    }

    private static void write(TraceSink sink, String text) {
        byte[] bytes = (text + "not this").getBytes(StandardCharsets.US_ASCII);
        sink.write(bytes, text.length());
    }
}
