/**
 * HTTP/2 as frames and streams (RFC 9113, RFC 7541), once for both sides of a gateway. No sockets, no policy.
 *
 * <p>In come bytes of a connection, read by one thread that runs {@link dev.sluice.wire.http2.Multiplexer#run}, and what
 * the threads of the streams send through {@link dev.sluice.wire.http2.Http2Stream}. Out go frames, written by whichever
 * of these threads comes first, and the heads and bodies of messages.
 */
@NullMarked
package dev.sluice.wire.http2;

import org.jspecify.annotations.NullMarked;
