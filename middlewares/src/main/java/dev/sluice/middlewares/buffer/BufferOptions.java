package dev.sluice.middlewares.buffer;

import dev.sluice.core.Failure.Side;
import dev.sluice.expression.Expression;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.retry.RetryWhen;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What {@link Buffer} holds, how much of it, and when it tries again.
 *
 * @param request limits of request bodies
 * @param response limits of response bodies
 * @param budget what may be held at one time; by default 1 GiB for this buffer
 * @param spillDirectory where bodies go that are too large for memory; by default {@code java.io.tmpdir}
 * @param retry when to try again; by default never
 */
public record BufferOptions(
        BodyLimits request,
        BodyLimits response,
        BufferBudget budget,
        Path spillDirectory,
        Optional<RetryOptions> retry) {
    private static final long DEFAULT_BUDGET = 1 << 30;

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
        private BodyLimits request = BodyLimits.of(Side.REQUEST);
        private BodyLimits response = BodyLimits.of(Side.RESPONSE);
        private BufferBudget budget = BufferBudget.of(DEFAULT_BUDGET);
        private Path spillDirectory = Path.of(System.getProperty("java.io.tmpdir", "."));
        private Optional<RetryOptions> retry = Optional.empty();

        private Builder() {}

        /**
         * The largest request body; a larger one is answered 413.
         *
         * @param bytes without framing; -1, the default, for no limit
         * @return this
         */
        public Builder maxRequestBytes(long bytes) {
            request = request.withMax(bytes);
            return this;
        }

        /**
         * The largest request body that is held in memory.
         *
         * @param bytes 1 MiB by default; 0 sends all to disk
         * @return this
         */
        public Builder memoryRequestBytes(long bytes) {
            request = request.withMemory(bytes);
            return this;
        }

        /**
         * The largest response body; a larger one is answered 502.
         *
         * @param bytes without framing; -1, the default, for no limit
         * @return this
         */
        public Builder maxResponseBytes(long bytes) {
            response = response.withMax(bytes);
            return this;
        }

        /**
         * The largest response body that is held in memory.
         *
         * @param bytes 1 MiB by default; 0 sends all to disk
         * @return this
         */
        public Builder memoryResponseBytes(long bytes) {
            response = response.withMemory(bytes);
            return this;
        }

        /**
         * Lets request bodies stream. Their largest size holds all the same; what has been read of one cannot be retried.
         *
         * @return this
         */
        public Builder streamRequests() {
            request = request.streamed();
            return this;
        }

        /**
         * Lets response bodies stream. Their largest size holds all the same; retries are decided by the head alone.
         *
         * @return this
         */
        public Builder streamResponses() {
            response = response.streamed();
            return this;
        }

        /**
         * Shares a budget with other buffers.
         *
         * @param shared what all of them may hold at one time
         * @return this
         */
        public Builder budget(BufferBudget shared) {
            budget = shared;
            return this;
        }

        /**
         * Where bodies go that are too large for memory.
         *
         * @param directory exists and can be written to
         * @return this
         */
        public Builder spillDirectory(Path directory) {
            spillDirectory = directory;
            return this;
        }

        /**
         * Tries again when a condition holds, such as {@code IsNetworkError() && Attempts() < 3}.
         *
         * @param condition oxy's expression; see {@link RetryWhen} for its functions
         * @return this
         * @throws dev.sluice.expression.ExpressionException with the position of the error
         */
        public Builder retry(String condition) {
            return retry(condition, more -> {});
        }

        /**
         * Tries again when a condition holds.
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
         * Tries again when a condition holds, such as {@code networkError().and(attempts().lessThan(3))}.
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
         * @return immutable, but for the budget's count
         */
        public BufferOptions build() {
            return new BufferOptions(request, response, budget, spillDirectory, retry);
        }
    }
}
