package dev.sluice.server.hosting;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.server.rules.ExchangeState;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a pipeline that may be followed by another while exchanges run: each exchange keeps those that it began
 * with. Thread-safe.
 */
public interface StepsSource {
    /**
     * The steps of an exchange.
     *
     * @param state of the exchange
     * @return those of now, or those that it began with if it has been here before
     */
    PipelineSteps of(ExchangeState state);

    /** What errors look like now, if a step says so. */
    Optional<ErrorRenderer> errors();

    /** The gates of now, outermost first. */
    List<Gate> gates();

    /** Those of the gates that keep a record of every exchange. */
    default List<ExchangeRecorder> recorders() {
        return gates().stream()
                .filter(ExchangeRecorder.class::isInstance)
                .map(ExchangeRecorder.class::cast)
                .toList();
    }

    /** All steps as one handler, which needs no host. */
    Handler handler();
}
