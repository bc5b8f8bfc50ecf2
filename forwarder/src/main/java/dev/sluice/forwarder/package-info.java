/**
 * How a request leaves the gateway: a request whose upstream was picked enters, a response leaves. What users name is
 * here; fields, connections, pools and the versions of HTTP have rooms of their own below, which are not exported.
 *
 * {@snippet :
 * Transports transports = new Transports(ticker, timers, random);
 * ForwarderOptions options = ForwarderOptions.builder().responseTimeout(Duration.ofSeconds(10)).build();
 * Forwarder forwarder = new Forwarder(options, transports);
 * Upstream upstream = Upstream.of("http://127.0.0.1:9001/api");
 * Response response = forwarder.handle(request.withUpstream(upstream));
 * int status = response.status().code();
 * response.close();
 * }
 */
@NullMarked
package dev.sluice.forwarder;

import org.jspecify.annotations.NullMarked;
