package dev.sluice.model;

import dev.sluice.model.option.PartType;

/**
 * A part of a program as it was written: what kind it is, and its options. Data: compared by kind and options, not by
 * the place where it was written.
 *
 * @param <O> the options, an immutable record
 */
public sealed interface Part<O> permits Spec, Step, Terminal {
    /**
     * What kind of part it is.
     *
     * @return the type
     */
    PartType<O> type();

    /**
     * How it was written.
     *
     * @return checked options
     */
    O options();

    /**
     * Where it was written.
     *
     * @return for messages about mistakes
     */
    Place place();

    /**
     * What {@code explain()} prints for it.
     *
     * @return one line, such as {@code rateLimit(100/1s by clientIp())}
     */
    default String describe() {
        return type().describe(options());
    }
}
