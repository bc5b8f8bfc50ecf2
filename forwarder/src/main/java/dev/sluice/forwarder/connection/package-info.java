/**
 * How an upstream is reached: an upstream's name enters, a {@link dev.sluice.forwarder.connection.Connection} leaves,
 * with TLS and through an outbound proxy if configured. Name lookup, sockets and their deadlines stay here.
 */
@NullMarked
package dev.sluice.forwarder.connection;

import org.jspecify.annotations.NullMarked;
