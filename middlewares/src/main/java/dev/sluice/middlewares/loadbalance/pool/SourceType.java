package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.model.Environment;
import dev.sluice.model.option.PartType;

/**
 * A kind of source of members, as data. Found by {@link java.util.ServiceLoader}, so that an optional module brings its
 * kinds to programs in Java and YAML, and to the schema.
 *
 * @param <O> the options, an immutable record that is compared by value
 */
public interface SourceType<O> extends PartType<O> {
    /**
     * Makes a source. Must not block: it has not to look for anything yet.
     *
     * @param options of the source
     * @param environment time and random numbers
     * @return a source for one pool
     */
    MemberSource make(O options, Environment environment);
}
