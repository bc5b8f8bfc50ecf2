/**
 * Who may use which connection: an attempt enters and waits for its turn, and leaves with a {@link
 * dev.sluice.forwarder.pool.Lease} of a connection, idle or new. Limits, queue and idle connections stay here.
 */
@NullMarked
package dev.sluice.forwarder.pool;

import org.jspecify.annotations.NullMarked;
