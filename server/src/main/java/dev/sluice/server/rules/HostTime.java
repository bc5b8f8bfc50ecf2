package dev.sluice.server.rules;

import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;

/**
 * The time of a host.
 *
 * @param ticker the time
 * @param timers runs timeouts
 */
public record HostTime(Ticker ticker, Timers timers) {}
