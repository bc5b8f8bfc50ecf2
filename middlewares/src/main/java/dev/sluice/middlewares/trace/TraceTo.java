package dev.sluice.middlewares.trace;

import java.nio.file.Path;

/**
 * Where the lines of a {@link Trace} go: data, compared by value. Nothing is opened before the trace is made; what the
 * trace opens it also closes.
 */
public sealed interface TraceTo {
    /** The standard output. */
    record Stdout() implements TraceTo {
        @Override
        public String toString() {
            return "stdout";
        }
    }

    /**
     * A file that lines are appended to. If it is moved or removed, the next block goes to a new one, so
     * {@code logrotate} needs neither a signal nor {@code copytruncate}. It may be a FIFO: what its reader does not take
     * in time is lost and counted.
     *
     * @param path the file; its directory must exist
     */
    record File(Path path) implements TraceTo {
        @Override
        public String toString() {
            return "file " + path;
        }
    }

    /**
     * A logger of {@link System#getLogger}, which gets a message a line at level INFO.
     *
     * @param name of the logger
     */
    record Logger(String name) implements TraceTo {
        @Override
        public String toString() {
            return "logger " + name;
        }
    }

    /**
     * A sink of the program's own, which stays its owner's: it is flushed in the end and not closed. Two are equal if
     * name and sink are.
     *
     * @param name for {@code explain()}
     * @param sink takes lines
     */
    record Custom(String name, TraceSink sink) implements TraceTo {
        @Override
        public String toString() {
            return name;
        }
    }
}
