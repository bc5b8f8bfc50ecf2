package dev.sluice.server.exchange;

import dev.sluice.core.MessageLimits;
import java.time.Duration;

/**
 * What a connection grants its client; the options of {@code WireOptions} that concern HTTP/1.1.
 *
 * @param heads of heads and trailers
 * @param headTimeout from the first byte of a head, or from the accept, to its empty line
 * @param bodyTimeout for each next part of a request's body and each write of a response
 * @param minRequestRate bytes a second of a request's body while it is waited for; 0 for none
 * @param minResponseRate bytes a second of a response while the client is waited for; 0 for none
 * @param rateWindow how long a client may be slower than that
 * @param idleTimeout between two requests
 * @param tunnelIdleTimeout for a tunnel in which no byte moves; zero for none
 * @param maxBody bytes of a request's body; -1 for no limit
 * @param lingerTimeout how long a closed connection is read on
 * @param lastRequest how long an idle connection waits for one more request when the server stops; zero for not at all
 * @param memory bytes that long heads and tunnels may hold together, of all connections of the listener
 */
public record ClientLimits(
        MessageLimits heads,
        Duration headTimeout,
        Duration bodyTimeout,
        long minRequestRate,
        long minResponseRate,
        Duration rateWindow,
        Duration idleTimeout,
        Duration tunnelIdleTimeout,
        long maxBody,
        Duration lingerTimeout,
        Duration lastRequest,
        long memory) {}
