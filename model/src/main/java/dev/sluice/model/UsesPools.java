package dev.sluice.model;

import dev.sluice.core.Handler;
import dev.sluice.model.option.PartType;
import java.util.function.Function;

/**
 * What is made of a part that sends requests to pools of the gateway by their names. It keeps the state of the part, which
 * generations share; each of them has it bound to its own pools. The part's type names them: {@link PartType#pools}.
 *
 * @param <T> a {@link dev.sluice.core.Middleware} for a step, a {@link Handler} for a terminal
 */
public interface UsesPools<T> {
    /**
     * Binds it to the pools of a generation.
     *
     * @param pools the handler of a pool by its name; it may be called for requests only, not before
     * @return what requests of this generation meet
     */
    T over(Function<String, Handler> pools);
}
