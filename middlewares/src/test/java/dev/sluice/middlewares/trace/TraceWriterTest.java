package dev.sluice.middlewares.trace;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.request;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.ManualTicker;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
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
    void flushesASinkThatItWasGivenAfterTheLastLineAndDoesNotCloseIt() {
        List<String> calls = new CopyOnWriteArrayList<>();
        Trace trace = trace(
                new TraceSink() {
                    @Override
                    public void write(byte[] block, int length) {
                        calls.add("write");
                    }

                    @Override
                    public void flush() {
                        calls.add("flush");
                    }

                    @Override
                    public void close() {
                        calls.add("close");
                    }
                },
                10);
        trace.close();
        exchange(trace);
        assertThat(calls).containsExactly("flush");
        assertThat(trace.dropped()).isEqualTo(1);
    }

    @Test
    void appendsToAFileAndGoesOnInANewOneWhenItIsMovedOrRemoved() throws IOException {
        Path log = directory.resolve("access.log");
        Path moved = directory.resolve("access.log.1");
        Files.writeString(log, "before\n");
        TraceSink sink = FileSink.open(log);
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

    @Test
    void opensItsFileAnewWhenItIsToldToAlsoIfNothingIsWritten() throws IOException {
        Path log = directory.resolve("access.log");
        Path moved = directory.resolve("access.log.1");
        TraceOptions options =
                TraceOptions.builder().format(TraceFormat.COMMON).file(log).build();
        Trace trace = new Trace(options, new ManualTicker());
        Files.move(log, moved);
        trace.reopen();
        Await.until(() -> Files.exists(log));
        exchange(trace);
        trace.close();
        assertThat(moved).isEmptyFile();
        assertThat(Files.readAllLines(log)).hasSize(1);
    }

    @Test
    void goesOnWhenItsFileCannotBeOpenedAnewYet() throws IOException {
        Path gone = Files.createDirectory(directory.resolve("logs"));
        FileSink sink = FileSink.open(gone.resolve("access.log"));
        Files.delete(gone.resolve("access.log"));
        Files.delete(gone);
        assertThatThrownBy(sink::reopen).isInstanceOf(UncheckedIOException.class);
        Files.createDirectory(gone);
        write(sink, "one\n");
        sink.close();
        assertThat(gone.resolve("access.log")).hasContent("one\n");
    }

    @Test
    void endsThoughItsSinkNeverTakesAnything() {
        CountDownLatch released = new CountDownLatch(1);
        Trace trace = new Trace(
                TraceOptions.builder()
                        .sink((block, length) -> awaitQuietly(released))
                        .build(),
                new ManualTicker(),
                Duration.ofMillis(50));
        for (int i = 0; i < 100; i++) {
            exchange(trace);
        }
        assertTimeoutPreemptively(Duration.ofSeconds(10), trace::close);
        released.countDown();
    }

    @Test
    void neitherStartNorEndWaitForTheReaderOfAFifo() throws Exception {
        Path fifo = directory.resolve("fifo");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "no FIFOs here");
        TraceOptions options = TraceOptions.builder().file(fifo).build();
        Trace trace = assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> new Trace(options, new ManualTicker(), Duration.ofMillis(50)));
        for (int i = 0; i < 5_000; i++) { // more than a pipe holds
            exchange(trace);
        }
        assertTimeoutPreemptively(Duration.ofSeconds(10), trace::close);
    }

    @Test
    void writesToAFifoThatIsRead() throws Exception {
        Path fifo = directory.resolve("fifo");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "no FIFOs here");
        TraceSink sink = FileSink.open(fifo);
        write(sink, "one\n");
        try (BufferedReader reader = Files.newBufferedReader(fifo)) {
            assertThat(reader.readLine()).isEqualTo("one");
            write(sink, "two\n");
            assertThat(reader.readLine()).isEqualTo("two");
        }
        sink.close();
    }

    @Test
    void boundsTheMemoryOfLinesThatWaitAndKeepsNoLargeHeads() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        TraceOptions options = TraceOptions.builder()
                .sink((block, length) -> {
                    entered.countDown();
                    awaitQuietly(released);
                })
                .maxWaitingBytes(10 * 1024)
                .build();
        Trace trace = new Trace(options, new ManualTicker());
        exchange(trace);
        entered.await();
        Fields large = Fields.of("Cookie", "x".repeat(30_000));
        for (int i = 0; i < 100; i++) {
            send(trace.handle(request("GET", "/", large, Body.empty()), next -> ok()));
        }
        assertThat(trace.dropped())
                .as("of 10 KiB each has less than 1 KiB, the head not included")
                .isBetween(50L, 90L);
        released.countDown();
        trace.close();
    }

    @Test
    void takesBackALineThatAFullDiskHasTorn() throws IOException {
        Path log = directory.resolve("access.log");
        List<FullDisk> disks = new CopyOnWriteArrayList<>();
        FileSink sink = new FileSink(log, (path, options) -> {
            FullDisk disk = new FullDisk(FileChannel.open(path, options));
            disks.add(disk);
            return disk;
        });
        write(sink, "one\n");
        disks.getFirst().room = 8;
        assertThatThrownBy(() -> write(sink, "two\nthree\nfour\n")).hasMessageContaining("No space left");
        assertThat(log).hasContent("one\ntwo\n");
        disks.getFirst().room = 1_000;
        write(sink, "five\n");
        assertThat(log).hasContent("one\ntwo\nfive\n");
        sink.close();
    }

    @Test
    void endsATornLineIfItCannotBeTakenBack() throws IOException {
        Path log = directory.resolve("access.log");
        List<FullDisk> disks = new CopyOnWriteArrayList<>();
        FileSink sink = new FileSink(log, (path, options) -> {
            FullDisk disk = new FullDisk(FileChannel.open(path, options));
            disk.canTruncate = false;
            disks.add(disk);
            return disk;
        });
        write(sink, "one\n");
        disks.getFirst().room = 2;
        assertThatThrownBy(() -> write(sink, "two\n")).hasMessageContaining("No space left");
        disks.getFirst().room = 1_000;
        write(sink, "three\n");
        assertThat(log).hasContent("one\ntw\nthree\n");
        sink.close();
    }

    @Test
    void endsALineThatAStreamHasTorn() {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        TraceSink sink = TraceSink.stream(new OutputStream() {
            private boolean full = true;

            @Override
            public void write(int b) {
                taken.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                taken.write(bytes, offset, full ? 2 : length);
                if (full) {
                    full = false;
                    throw new IOException("full");
                }
            }
        });
        assertThatThrownBy(() -> write(sink, "one\n")).hasMessageContaining("full");
        write(sink, "two\n");
        write(sink, "three\n");
        assertThat(taken.toString(StandardCharsets.US_ASCII)).isEqualTo("on\ntwo\nthree\n");
    }

    @Test
    void countsLinesThatTheStandardOutputDoesNotTake() {
        PrintStream closed = new PrintStream(OutputStream.nullOutputStream());
        closed.close();
        TraceSink sink = TraceSink.stream(closed);
        assertThatThrownBy(() -> write(sink, "one\n")).hasMessageContaining("closed or broken");
    }

    @Test
    void outlivesAnErrorOfItsSink() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        List<String> lines = new CopyOnWriteArrayList<>();
        Trace trace = trace(
                (block, length) -> {
                    if (failed.getCount() > 0) {
                        failed.countDown();
                        throw new OutOfMemoryError("on purpose");
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

    private static void write(TraceSink sink, String text) {
        byte[] bytes = (text + "not this").getBytes(StandardCharsets.US_ASCII);
        sink.write(bytes, text.length());
    }
}
