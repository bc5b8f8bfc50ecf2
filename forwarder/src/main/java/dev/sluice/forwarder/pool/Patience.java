package dev.sluice.forwarder.pool;

import java.time.Duration;

/**
 * The timeouts of an exchange with an upstream.
 *
 * @param response from the last byte of the request to the head of the response; zero for none
 * @param betweenBytes for the next bytes of the response, or for the upstream to accept the next bytes of the request;
 *     zero for none
 * @param stream for the next bytes of an event stream; zero for none
 */
public record Patience(Duration response, Duration betweenBytes, Duration stream) {}
