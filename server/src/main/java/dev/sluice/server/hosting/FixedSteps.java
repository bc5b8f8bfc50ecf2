package dev.sluice.server.hosting;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.server.rules.ExchangeState;
import java.util.List;
import java.util.Optional;

/**
 * Steps that never change.
 *
 * @param steps those of every exchange
 */
public record FixedSteps(PipelineSteps steps) implements StepsSource {
    @Override
    public PipelineSteps of(ExchangeState state) {
        return steps;
    }

    @Override
    public Optional<ErrorRenderer> errors() {
        return steps.errors();
    }

    @Override
    public List<Gate> gates() {
        return steps.gates();
    }

    @Override
    public Handler handler() {
        return steps.handler();
    }
}
