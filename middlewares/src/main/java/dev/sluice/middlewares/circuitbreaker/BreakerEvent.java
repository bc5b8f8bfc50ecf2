package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Upstream;
import java.util.Optional;

/**
 * A breaker has changed its state.
 *
 * @param upstream the member whose breaker it is; empty for a breaker that guards all steps inside it
 * @param state its new state
 */
public record BreakerEvent(Optional<Upstream> upstream, BreakerState state) {}
