package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.model.Environment;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.util.List;

/**
 * The pool that a step uses: a {@link PoolSpec}, of which an environment makes one live pool, the {@link PoolName} of a
 * pool of the gateway, or a live {@link Pool} that the program has made.
 */
public sealed interface PoolSource permits PoolSpec, PoolName, Pool {
    /**
     * The live pool.
     *
     * @param environment where the step runs
     * @return the same for all steps of an environment that name an equal spec
     */
    Pool in(Environment environment);

    /**
     * What the pool is called.
     *
     * @return empty if it has no name
     */
    default String name() {
        return "";
    }

    /**
     * The type of the option that names a pool.
     *
     * @return a type that reads and writes name and members, or the name of a pool of the gateway; a live pool exists in Java
     *     only
     */
    static OptionType<PoolSource> option() {
        OptionType<PoolSpec> spec = OptionTypes.nested(PoolSpec.TYPE);
        return OptionType.of(
                        spec.name(),
                        (Object data) -> data instanceof String name ? new PoolName(name) : spec.read(data),
                        (PoolSource source) -> switch (source) {
                            case PoolSpec data -> spec.write(data);
                            case PoolName(String name) -> name;
                            case Pool live -> throw new OpaqueValueException("live pool [" + live + "]");
                        })
                .withSchema(() -> JsonSchemas.anyOf(List.of(JsonSchemas.text(), spec.schema())));
    }
}
