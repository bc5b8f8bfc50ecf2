/**
 * Who may use which connection: an attempt enters and waits for its turn, and leaves with a
 * {@link dev.sluice.forwarder.pool.Lease} of a connection, idle or new. The bounds, the line and what is idle stay here.
 */
@NullMarked
package dev.sluice.forwarder.pool;

import org.jspecify.annotations.NullMarked;
