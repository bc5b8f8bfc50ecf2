/**
 * Circuit breakers: requests to an upstream that fails are answered by a fallback for some time, then let through in
 * growing shares.
 *
 * {@snippet :
 * CircuitBreakerOptions options = CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5 || LatencyAtQuantileMS(50.0) > 500")
 *         .fallbackDuration(Duration.ofSeconds(5))
 *         .onTripped(Webhook.post("https://chat.example/hook", "text/plain", "{upstream} {state}"))
 *         .build();
 * Handler guarded = new CircuitBreaker(options, ticker).around(next);
 * }
 */
@NullMarked
package dev.sluice.middlewares.circuitbreaker;

import org.jspecify.annotations.NullMarked;
