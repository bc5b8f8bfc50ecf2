package dev.sluice.forwarder.pool;

import java.time.Duration;

/**
 * The limits of the pool of one upstream.
 *
 * @param maxConnections open at a time, idle ones included
 * @param maxStreams exchanges at a time on one HTTP/2 connection
 * @param maxWaiting requests that wait for one
 * @param maxTunnels open at a time, beside those connections
 * @param clientShare percent of each of these that one client gets where half of them are taken; 100 for no shares
 * @param waitTimeout how long a request waits
 * @param idleTimeout how long an unused connection is kept; zero to keep none
 * @param pingAfter how long an HTTP/2 connection may be silent after a request before it is tested; zero for ever
 */
public record PoolLimits(
        int maxConnections,
        int maxStreams,
        int maxWaiting,
        int maxTunnels,
        int clientShare,
        Duration waitTimeout,
        Duration idleTimeout,
        Duration pingAfter) {}
