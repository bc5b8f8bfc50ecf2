/**
 * Fields in all their spellings (several lines, underscores in place of hyphens, trailers; Retry-After in seconds or as a
 * date), for middlewares that check, edit or heed them. Used by {@code headers}, {@code auth}, {@code retry} and {@code
 * loadbalance}; uses no other middleware; not exported.
 */
@NullMarked
package dev.sluice.middlewares.field;

import org.jspecify.annotations.NullMarked;
