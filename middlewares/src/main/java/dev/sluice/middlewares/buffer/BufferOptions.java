package dev.sluice.middlewares.buffer;

import dev.sluice.core.Failure.Side;
import dev.sluice.core.options.Mistakes;
import dev.sluice.expression.Expression;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.retry.RetryWhen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What {@link Buffer} buffers, how much, and when it retries. Immutable.
 *
 * @param maxRequestBytes the largest request body in bytes, without framing; -1, the default, for no limit
 * @param memoryRequestBytes the largest request body that is kept in memory, in bytes; a larger one goes to disk.
 *     Default: 1 MiB
 * @param streamRequests whether request bodies are streamed, not buffered; {@code maxRequestBytes} still applies.
 *     Default: false
 * @param maxResponseBytes the largest response body in bytes, without framing; -1, the default, for no limit
 * @param memoryResponseBytes the largest response body that is kept in memory, in bytes; a larger one goes to disk.
 *     Default: 1 MiB
 * @param streamResponses whether response bodies are streamed, not buffered; {@code maxResponseBytes} still applies.
 *     Default: false
 * @param budget the most that is buffered at one time. Default: 1 GiB for this buffer
 * @param spillDirectory the directory for bodies that are too large for memory. Default: {@code java.io.tmpdir}
 * @param retry when to retry. Default: never
 */
public record BufferOptions(
        long maxRequestBytes,
        long memoryRequestBytes,
        boolean streamRequests,
        long maxResponseBytes,
        long memoryResponseBytes,
        boolean streamResponses,
        BufferBudget budget,
        Path spillDirectory,
        Optional<RetryOptions> retry) {
    static final BufferBudget DEFAULT_BUDGET = BufferBudget.of(1 << 30);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public BufferOptions {
        Mistakes mistakes = new Mistakes();
        new BodyLimits(Side.REQUEST, !streamRequests, maxRequestBytes, memoryRequestBytes).check(mistakes);
        new BodyLimits(Side.RESPONSE, !streamResponses, maxResponseBytes, memoryResponseBytes).check(mistakes);
        mistakes.throwIfAny();
    }

    static Path defaultSpillDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir", "."));
    }

    BodyLimits request() {
        return new BodyLimits(Side.REQUEST, !streamRequests, maxRequestBytes, memoryRequestBytes);
    }

    BodyLimits response() {
        return new BodyLimits(Side.RESPONSE, !streamResponses, maxResponseBytes, memoryResponseBytes);
    }

    /**
     * How many file descriptors one exchange may need for bodies on disk, beside those of its two connections.
     *
     * @return 0, 1 or 2
     */
    public int descriptorsPerExchange() {
        return (request().maySpill() ? 1 : 0) + (response().maySpill() ? 1 : 0);
    }

    /**
     * Mistakes that only a look at the machine shows, such as a spill directory that is not writable. Changes nothing.
     *
     * @return a sentence for each mistake
     */
    public List<String> problems() {
        if (descriptorsPerExchange() == 0) {
            return List.of();
        }
        if (!Files.isDirectory(spillDirectory)) {
            return List.of("spillDirectory '" + spillDirectory + "' is no directory");
        }
        return Files.isWritable(spillDirectory)
                ? List.of()
                : List.of("spillDirectory '" + spillDirectory + "' cannot be written to");
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private long maxRequestBytes = BodyLimits.UNLIMITED;
        private long memoryRequestBytes = BodyLimits.DEFAULT_MEMORY;
        private boolean streamRequests;
        private long maxResponseBytes = BodyLimits.UNLIMITED;
        private long memoryResponseBytes = BodyLimits.DEFAULT_MEMORY;
        private boolean streamResponses;
        private BufferBudget budget = DEFAULT_BUDGET;
        private Path spillDirectory = defaultSpillDirectory();
        private Optional<RetryOptions> retry = Optional.empty();

        private Builder() {}

        /**
         * The largest request body; a larger one is answered 413.
         *
         * @param bytes without framing; -1, the default, for no limit
         * @return this
         */
        public Builder maxRequestBytes(long bytes) {
            maxRequestBytes = bytes;
            return this;
        }

        /**
         * The largest request body that is kept in memory; a larger one goes to disk.
         *
         * @param bytes 1 MiB by default; 0 sends all to disk
         * @return this
         */
        public Builder memoryRequestBytes(long bytes) {
            memoryRequestBytes = bytes;
            return this;
        }

        /**
         * The largest response body; a larger one is answered 502.
         *
         * @param bytes without framing; -1, the default, for no limit
         * @return this
         */
        public Builder maxResponseBytes(long bytes) {
            maxResponseBytes = bytes;
            return this;
        }

        /**
         * The largest response body that is kept in memory; a larger one goes to disk.
         *
         * @param bytes 1 MiB by default; 0 sends all to disk
         * @return this
         */
        public Builder memoryResponseBytes(long bytes) {
            memoryResponseBytes = bytes;
            return this;
        }

        /**
         * Streams request bodies instead of buffering them. {@link #maxRequestBytes} still applies. A request whose
         * body has been read in part cannot be retried.
         *
         * @return this
         */
        public Builder streamRequests() {
            streamRequests = true;
            return this;
        }

        /**
         * Streams response bodies instead of buffering them. {@link #maxResponseBytes} still applies. Retries are
         * decided by the head alone.
         *
         * @return this
         */
        public Builder streamResponses() {
            streamResponses = true;
            return this;
        }

        /**
         * The most that is buffered at one time; above it the client sees 503.
         *
         * @param shared by default 1 GiB for this buffer; {@link BufferBudget#shared} for several together
         * @return this
         */
        public Builder budget(BufferBudget shared) {
            budget = shared;
            return this;
        }

        /**
         * The directory for bodies that are too large for memory.
         *
         * @param directory by default {@code java.io.tmpdir}. Must exist and be writable at start, unless no body can
         *     be too large for memory
         * @return this
         */
        public Builder spillDirectory(Path directory) {
            spillDirectory = directory;
            return this;
        }

        /**
         * Retries when a condition holds, such as {@code IsNetworkError() && Attempts() < 3}.
         *
         * @param condition oxy's expression; see {@link RetryWhen} for its functions
         * @return this
         * @throws dev.sluice.expression.ExpressionException with the position of the error
         */
        public Builder retry(String condition) {
            return retry(condition, more -> {});
        }

        /**
         * Retries when a condition holds.
         *
         * @param condition oxy's expression
         * @param more further options of the retry
         * @return this
         * @throws dev.sluice.expression.ExpressionException with the position of the error
         */
        public Builder retry(String condition, Consumer<RetryOptions.Builder> more) {
            return retry(RetryWhen.parse(condition), more);
        }

        /**
         * Retries when a condition holds, such as {@code networkError().and(attempts().lessThan(3))}.
         *
         * @param condition made of {@link RetryWhen}'s terms
         * @return this
         */
        public Builder retry(Expression<Attempt> condition) {
            return retry(condition, more -> {});
        }

        /**
         * Tries again when a condition holds.
         *
         * @param condition made of {@link RetryWhen}'s terms
         * @param more further options of the retry
         * @return this
         */
        public Builder retry(Expression<Attempt> condition, Consumer<RetryOptions.Builder> more) {
            RetryOptions.Builder options = RetryOptions.builder(condition);
            more.accept(options);
            retry = Optional.of(options.build());
            return this;
        }

        /**
         * The options.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public BufferOptions build() {
            return new BufferOptions(
                    maxRequestBytes,
                    memoryRequestBytes,
                    streamRequests,
                    maxResponseBytes,
                    memoryResponseBytes,
                    streamResponses,
                    budget,
                    spillDirectory,
                    retry);
        }
    }
}
