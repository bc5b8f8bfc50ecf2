/**
 * Lets browsers call services of gRPC: gRPC-Web on the client's side, gRPC on the upstream's.
 *
 * {@snippet :
 * Handler translated = new GrpcWeb().around(next);
 * Response response = translated.handle(request);
 * }
 */
@NullMarked
package dev.sluice.middlewares.grpcweb;

import org.jspecify.annotations.NullMarked;
