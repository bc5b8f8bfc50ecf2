/**
 * Fields in all their spellings (several lines, underscores in place of hyphens, trailers), for middlewares that check
 * or edit them. Used by {@code headers} and {@code auth}; uses no other middleware; not exported.
 */
@NullMarked
package dev.sluice.middlewares.field;

import org.jspecify.annotations.NullMarked;
