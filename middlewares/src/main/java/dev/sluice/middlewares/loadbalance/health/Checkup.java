package dev.sluice.middlewares.loadbalance.health;

import java.time.Instant;

/**
 * The result of one check of a member.
 *
 * @param passed whether it showed that the member is well
 * @param why the status, or what was wrong
 * @param at when it ended
 */
public record Checkup(boolean passed, String why, Instant at) {}
