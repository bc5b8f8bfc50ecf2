/**
 * Mirroring: a share of the requests is copied to another pool, whose answers nobody gets, to try a new version under the
 * load of the real one.
 *
 * {@snippet :
 * MirrorOptions options = MirrorOptions.builder("shadow")
 *         .share(10)
 *         .compareStatus()
 *         .build();
 * Mirror mirror = new Mirror(options, environment);
 * Handler mirrored = mirror.over(pool -> shadow).around(next);
 * }
 */
@NullMarked
package dev.sluice.middlewares.mirror;

import org.jspecify.annotations.NullMarked;
