/**
 * How a pipeline is hosted on Helidon: as a handler of its routing, behind Helidon's own connections or, on the wire host,
 * behind ours.
 *
 * {@snippet :
 * Pipeline pipeline = new Pipeline(List.of(trace), forwarder);
 * ListenOptions options = ListenOptions.builder().port(0).build();
 * RunningServer server = RunningServer.start(pipeline::install, pipeline.recorders(), options);
 * System.out.println(server.port());
 * server.stop();
 * }
 */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
