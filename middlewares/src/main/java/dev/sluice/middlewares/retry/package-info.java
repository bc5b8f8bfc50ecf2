/**
 * Tries again, but only what may be tried again.
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
