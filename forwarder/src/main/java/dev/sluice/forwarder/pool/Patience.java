package dev.sluice.forwarder.pool;

import java.time.Duration;

/**
 * How long an exchange waits for its upstream.
 *
 * @param response from the last byte of the request to the head of the response; zero for ever
 * @param betweenBytes for the next bytes of the response, or for the upstream to take the next of ours; zero for ever
 * @param stream for the next bytes of an event stream; zero for ever
 */
public record Patience(Duration response, Duration betweenBytes, Duration stream) {}
