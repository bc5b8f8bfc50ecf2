/**
 * One request and its response on a stream of an HTTP/2 connection (RFC 9113): a request's head and body enter, the response's
 * head, body or tunnel leave. Frames, windows and the states of streams are the multiplexer's, in {@code wire}.
 */
@NullMarked
package dev.sluice.forwarder.http2;

import org.jspecify.annotations.NullMarked;
