package dev.sluice;

import dev.sluice.core.Middleware;
import java.util.function.Supplier;

/**
 * A step of a program, its options checked.
 *
 * @param make makes the middleware, with its state, when the proxy starts
 * @param owned whether the proxy closes it; what was passed to {@code use} is its owner's
 */
record Step(Supplier<Middleware> make, boolean owned) {}
