/**
 * How a request leaves the gateway.
 *
 * {@snippet :
 * Forwarder forwarder = new Forwarder(ForwarderOptions.builder().responseTimeout(Duration.ofSeconds(10)).build());
 * Upstream upstream = Upstream.of("http://127.0.0.1:9001/api");
 * Response response = forwarder.handle(request.withUpstream(upstream));
 * int status = response.status().code();
 * response.close();
 * }
 */
@NullMarked
package dev.sluice.forwarder;

import org.jspecify.annotations.NullMarked;
