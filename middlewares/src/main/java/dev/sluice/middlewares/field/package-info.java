/**
 * A field in all its spellings, for middlewares that guard or edit it: in every line, with underscores read as hyphens, and
 * in trailers. Entered by {@code headers} and {@code auth}; nothing leaves it; not exported.
 */
@NullMarked
package dev.sluice.middlewares.field;

import org.jspecify.annotations.NullMarked;
