package dev.sluice.forwarder.pool;

import java.time.Duration;

/**
 * The bounds of the pool of one upstream.
 *
 * @param maxConnections open at a time, idle ones included
 * @param maxWaiting requests that wait for one
 * @param waitTimeout how long a request waits
 * @param idleTimeout how long an unused connection is kept; zero to keep none
 */
public record PoolLimits(int maxConnections, int maxWaiting, Duration waitTimeout, Duration idleTimeout) {}
