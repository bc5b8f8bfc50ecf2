package dev.sluice.middlewares.trace;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * Where lines go. Only one thread calls a sink, and it may block: meanwhile lines wait in the queue of the trace; those
 * that the queue has no room for are dropped and counted.
 */
@FunctionalInterface
public interface TraceSink extends AutoCloseable {
    /**
     * Writes some lines.
     *
     * @param block holds whole lines in ASCII, each ending in a line feed; the caller overwrites it after the call
     * @param length how many of its bytes
     * @throws UncheckedIOException if that fails; the lines are lost and the next block is tried again
     */
    void write(byte[] block, int length);

    /**
     * Closes the file that the sink writes to and opens it again by its path, because the log has been rotated. A sink
     * without files does nothing.
     *
     * @throws UncheckedIOException if that fails; the next block tries it again
     */
    default void reopen() {}

    /** Writes out what the sink has buffered. Called once, after the last line. */
    default void flush() {}

    /**
     * Closes files and connections of the sink. Called by whoever has made the sink: a trace closes the sinks that it
     * has opened itself, and never one that it was given.
     */
    @Override
    default void close() {}

    /**
     * A stream, which is flushed after each block and not closed.
     *
     * @param stream where to
     * @return the sink
     */
    static TraceSink stream(OutputStream stream) {
        return new StreamSink(stream);
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
     * A sink that calls code of the program with each line.
     *
     * @param consumer gets each without its line feed
     * @return the sink; equal to another one of an equal consumer
     */
    static TraceSink lines(Consumer<String> consumer) {
        return new LinesSink(consumer);
    }
}
