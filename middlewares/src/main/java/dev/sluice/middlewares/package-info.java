/** Option types that the middlewares share. */
@NullMarked
package dev.sluice.middlewares;

import org.jspecify.annotations.NullMarked;
