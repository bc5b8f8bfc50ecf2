package dev.sluice.middlewares.trace;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;

/** The sink that a {@link TraceTo} names, opened, and whether the trace has to close it. */
record Output(TraceSink sink, boolean owned) {
    /**
     * Opens the sink of a target.
     *
     * @throws IllegalArgumentException if it cannot be opened
     */
    static Output of(TraceTo to) {
        return switch (to) {
            case TraceTo.Stdout stdout -> new Output(standardOutput(), false);
            case TraceTo.File file -> new Output(FileSink.open(file.path()), true);
            case TraceTo.Logger logger -> new Output(TraceSink.logger(System.getLogger(logger.name())), true);
            case TraceTo.Custom custom -> new Output(custom.sink(), false);
        };
    }

    /**
     * Writes to {@code System.out} as the program has set it, and to the process's own standard output once that fails.
     */
    private static TraceSink standardOutput() {
        return new StreamSink(System.out, new FileOutputStream(FileDescriptor.out));
    }

    /** The reasons why the sink of a target could not be opened, found without opening anything. */
    static List<String> problems(TraceTo to) {
        return to instanceof TraceTo.File file ? FileSink.problems(file.path()) : List.of();
    }

    /** Flushes the sink after the last line, and closes it if the trace has opened it. */
    void end() {
        sink.flush();
        if (owned) {
            sink.close();
        }
    }
}
