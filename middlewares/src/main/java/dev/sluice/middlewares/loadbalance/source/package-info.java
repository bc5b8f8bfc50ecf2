/**
 * Where the members of a pool come from while it runs.
 *
 * {@snippet :
 * PoolSpec pool = PoolSpec.builder().source(FileSource.of("members.txt")).build();
 * }
 *
 * <p>Who enters: the discovery of a pool, which asks again and again.<br>
 * Who leaves: the members that were found, and how soon they may have changed.<br>
 * What stays: what a source was read from, to see whether that has changed. This room knows only {@code pool}.
 */
@NullMarked
package dev.sluice.middlewares.loadbalance.source;

import org.jspecify.annotations.NullMarked;
