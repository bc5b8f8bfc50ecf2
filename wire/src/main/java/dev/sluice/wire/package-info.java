/**
 * HTTP/1.1 as bytes, once for both sides of a gateway: heads, framing, chunks. No sockets, no threads, no policy.
 *
 * {@snippet :
 * WireInput input = new WireInput(socket.getInputStream()::read);
 * RequestHead head = new HeadReader(input, MessageLimits.DEFAULT).readRequest().orElseThrow();
 * Framing framing = Framing.ofRequest(head);
 * Body body = WireBody.of(framing, input, MessageLimits.DEFAULT, faults, () -> {});
 * }
 */
@NullMarked
package dev.sluice.wire;

import org.jspecify.annotations.NullMarked;
