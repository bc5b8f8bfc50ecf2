package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Upstream;
import java.util.Optional;

/**
 * A breaker has changed its state.
 *
 * @param upstream whose breaker it is; empty for one that guards all that stands inside it
 * @param state what it does now
 */
public record BreakerEvent(Optional<Upstream> upstream, BreakerState state) {}
