/**
 * Limits the time until the head of the final response, over all attempts and their pauses.
 *
 * {@snippet :
 * TotalTimeoutOptions options = new TotalTimeoutOptions(Duration.ofSeconds(10));
 * Handler limited = new TotalTimeout(options).around(handler);
 * }
 *
 * <p>The step only sets the {@link dev.sluice.core.RequestDeadline} of a request. Queues, retries and the forwarder keep to it.
 */
@NullMarked
package dev.sluice.middlewares.totaltimeout;

import org.jspecify.annotations.NullMarked;
