package dev.sluice.middlewares.trace;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;

/** What is behind a {@link TraceTo}, opened. */
record Output(TraceSink sink, boolean owned) {
    /**
     * Opens it.
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

    /** As the program has set it; the process's own once that fails. */
    private static TraceSink standardOutput() {
        return new StreamSink(System.out, new FileOutputStream(FileDescriptor.out));
    }

    /** What would keep it from being opened; changes nothing. */
    static List<String> problems(TraceTo to) {
        return to instanceof TraceTo.File file ? FileSink.problems(file.path()) : List.of();
    }

    /** After the last line. */
    void end() {
        sink.flush();
        if (owned) {
            sink.close();
        }
    }
}
