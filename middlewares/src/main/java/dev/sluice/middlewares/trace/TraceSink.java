package dev.sluice.middlewares.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where lines go. Only one thread calls a sink, and it may block: meanwhile lines queue up, then get lost and counted.
 */
@FunctionalInterface
public interface TraceSink extends AutoCloseable {
    /**
     * Writes some lines.
     *
     * @param block holds whole lines in ASCII, each ending in a line feed; it is used again after the call
     * @param length how many of its bytes
     * @throws UncheckedIOException if that fails; the lines are lost and the next block is tried again
     */
    void write(byte[] block, int length);

    /** Releases what the sink holds. Called once, after the last line. */
    @Override
    default void close() {}

    /**
     * A file that lines are appended to. If it is moved or removed, the next block goes to a new one, so
     * {@code logrotate} needs neither a signal nor {@code copytruncate}.
     *
     * @param path the file; its directory must exist
     * @return a sink that opens the file at the first line
     * @throws IllegalArgumentException if the directory does not exist
     */
    static TraceSink file(Path path) {
        return new FileSink(path);
    }

    /**
     * A stream, which is flushed after each block and not closed.
     *
     * @param stream where to
     * @return the sink
     */
    static TraceSink stream(OutputStream stream) {
        return (block, length) -> {
            try {
                stream.write(block, 0, length);
                stream.flush();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        };
    }

    /**
     * The standard output.
     *
     * @return the sink
     */
    static TraceSink stdout() {
        return stream(System.out);
    }

    /**
     * A logger, which gets a message a line at level INFO.
     *
     * @param logger where to
     * @return the sink
     */
    static TraceSink logger(System.Logger logger) {
        return lines(line -> logger.log(System.Logger.Level.INFO, line));
    }

    /**
     * Whatever a program does with a line.
     *
     * @param consumer gets each without its line feed
     * @return the sink
     */
    static TraceSink lines(Consumer<String> consumer) {
        return (block, length) ->
                new String(block, 0, length, StandardCharsets.US_ASCII).lines().forEach(consumer);
    }
}
