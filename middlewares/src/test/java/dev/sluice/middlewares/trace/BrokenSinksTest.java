package dev.sluice.middlewares.trace;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Await;
import dev.sluice.testkit.ManualTicker;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of a sink, exchanges go on, lost lines are counted and told once, and the log goes on when it can. */
@Timeout(30)
class BrokenSinksTest {
    private static final Path FULL = Path.of("/dev/full");
    private static final Logger LOG = Logger.getLogger(Trace.class.getName());

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            told.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {
        LOG.addHandler(listener);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(listener);
    }

    private static Trace trace(Path file) {
        TraceOptions options =
                TraceOptions.builder().format(TraceFormat.COMMON).file(file).build();
        return new Trace(options, new ManualTicker(), Duration.ofSeconds(20));
    }

    private static void exchange(Trace trace) {
        send(trace.handle(get("/"), next -> ok()));
    }

    /** One exchange whose line is lost. */
    private static void lose(Trace trace) {
        long before = trace.dropped();
        exchange(trace);
        Await.until(() -> trace.dropped() != before);
        assertThat(trace.dropped()).isEqualTo(before + 1);
    }

    @Test
    void aFullDisk() throws IOException {
        Assumptions.assumeTrue(Files.exists(FULL), "no /dev/full here");
        Path log = Files.createSymbolicLink(directory.resolve("access.log"), FULL);
        Trace trace = trace(log);
        lose(trace);
        lose(trace);
        lose(trace);
        assertThat(told).containsExactly("trace lines are being lost");
        Files.delete(log);
        exchange(trace);
        trace.close();
        assertThat(Files.readAllLines(log)).hasSize(1);
        assertThat(trace.dropped()).isEqualTo(3);
    }

    @Test
    void aDirectoryThatIsRemoved() throws IOException {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Path log = logs.resolve("access.log");
        Trace trace = trace(log);
        Files.delete(log);
        Files.delete(logs);
        lose(trace);
        lose(trace);
        assertThat(told).containsExactly("trace lines are being lost");
        Files.createDirectory(logs);
        exchange(trace);
        trace.close();
        assertThat(Files.readAllLines(log)).hasSize(1);
    }

    @Test
    void aFileThatCannotBeOpenedAnewAfterRotation() throws IOException {
        Path log = directory.resolve("access.log");
        Trace trace = trace(log);
        Files.move(log, directory.resolve("access.log.1"));
        Files.createDirectory(log);
        trace.reopen();
        lose(trace);
        lose(trace);
        assertThat(told)
                .containsExactly(
                        "the trace could not be opened anew; the next lines will try it again",
                        "trace lines are being lost");
        Files.delete(log);
        exchange(trace);
        trace.close();
        assertThat(Files.readAllLines(log)).hasSize(1);
    }

    /** It holds 64 KiB; then its writer waits, and exchanges do not. */
    @Test
    void aFifoWhoseReaderComesLate() throws Exception {
        Path fifo = fifo();
        Trace trace = trace(fifo);
        int exchanges = 20_000;
        for (int i = 0; i < exchanges; i++) {
            exchange(trace);
        }
        assertThat(trace.dropped()).isPositive();
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> countLines(fifo));
        trace.close();
        assertThat(read.get(20, TimeUnit.SECONDS) + trace.dropped()).isEqualTo(exchanges);
    }

    private static long countLines(Path fifo) {
        try (BufferedReader reader = Files.newBufferedReader(fifo)) {
            return reader.lines().count();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aPipeOnTheStandardOutputWhoseReaderLeavesAndComesBack() throws Exception {
        Path fifo = fifo();
        FileChannel reader = reader(fifo);
        try (FileOutputStream pipe = new FileOutputStream(fifo.toFile())) {
            TraceSink sink = new StreamSink(new PrintStream(pipe), pipe);
            write(sink, "one\n");
            assertThat(read(reader)).isEqualTo("one\n");
            reader.close();
            assertThatThrownBy(() -> write(sink, "two\n")).hasMessageContaining("closed or broken");
            assertThatThrownBy(() -> write(sink, "three\n")).hasMessageContaining("Broken pipe");
            reader = reader(fifo);
            write(sink, "four\n");
            write(sink, "five\n");
            assertThat(read(reader)).as("a line that may be torn is ended").isEqualTo("\nfour\nfive\n");
        } finally {
            reader.close();
        }
    }

    @Test
    void aStandardOutputOnADiskThatWasFull() throws IOException {
        Assumptions.assumeTrue(Files.exists(FULL), "no /dev/full here");
        Path log = directory.resolve("stdout");
        try (OutputStream full = new FileOutputStream(FULL.toFile());
                OutputStream works = Files.newOutputStream(log)) {
            TraceSink sink = new StreamSink(new PrintStream(full), works);
            assertThatThrownBy(() -> write(sink, "one\n")).hasMessageContaining("closed or broken");
            write(sink, "two\n");
            write(sink, "three\n");
        }
        assertThat(log).hasContent("\ntwo\nthree\n");
    }

    private Path fifo() throws IOException, InterruptedException {
        Path fifo = directory.resolve("fifo");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "no FIFOs here");
        return fifo;
    }

    /** For both ways, since to open a FIFO for one waits for the other end. */
    private static FileChannel reader(Path fifo) throws IOException {
        return FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static String read(FileChannel reader) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(1_000);
        reader.read(read);
        return new String(read.array(), 0, read.position(), StandardCharsets.US_ASCII);
    }

    private static void write(TraceSink sink, String text) {
        sink.write(text.getBytes(StandardCharsets.US_ASCII), text.length());
    }
}
