package dev.sluice.middlewares.loadbalance.pool;

import java.io.IOException;

/**
 * Tells who the members of a pool are: a registry, a directory of services, a table in a database. A {@link Discovery}
 * asks it again and again, and keeps the last list that could be used while it has none.
 *
 * {@snippet :
 * PoolSpec.builder().source(() -> Found.of(registry.instances("orders").map(MemberSpec::of).toList()))
 * }
 */
@FunctionalInterface
public interface MemberSource extends AutoCloseable {
    /**
     * Looks who the members are. Called on a virtual thread, and never twice at a time. It may block, and has to give up by
     * itself after some time: until then it is not asked again.
     *
     * @return the members; nobody is taken for a failure
     * @throws IOException saying why that is not known now; the members stay as they are
     */
    Found find() throws IOException;

    /** Lets go what it holds: it is not asked any more, though a call may still run. */
    @Override
    default void close() {}
}
