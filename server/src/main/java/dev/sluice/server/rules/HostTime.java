package dev.sluice.server.rules;

import dev.sluice.core.Ticker;
import dev.sluice.core.Timers;

/**
 * What a host times its exchanges by.
 *
 * @param ticker the time
 * @param timers deadlines
 */
public record HostTime(Ticker ticker, Timers timers) {}
