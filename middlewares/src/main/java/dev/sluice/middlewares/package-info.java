/** What all middlewares share: the kinds of their options. */
@NullMarked
package dev.sluice.middlewares;

import org.jspecify.annotations.NullMarked;
