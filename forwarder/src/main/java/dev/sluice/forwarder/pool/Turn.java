package dev.sluice.forwarder.pool;

/** What a request gets at once: a lease, or a place in the queue. */
sealed interface Turn permits Lease, Line.Waiting {}
