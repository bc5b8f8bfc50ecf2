/**
 * Retries: sends a request again if the attempt failed and a repetition is safe.
 *
 * {@snippet :
 * Expression<Attempt> condition = RetryWhen.networkError().and(RetryWhen.attempts().lessThan(3));
 * Retry retry = new Retry(RetryOptions.builder(condition)
 *         .backoff(Duration.ofMillis(20), Duration.ofSeconds(1))
 *         .build(), ticker, random);
 * Handler patient = retry.around(next);
 * }
 */
@NullMarked
package dev.sluice.middlewares.retry;

import org.jspecify.annotations.NullMarked;
