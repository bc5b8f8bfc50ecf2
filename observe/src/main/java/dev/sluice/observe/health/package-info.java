/**
 * What balancers and orchestrators ask: is it alive, has it started, is it ready. A program enters as {@link
 * dev.sluice.observe.Observed}, Helidon's health checks leave; nothing is kept.
 */
@NullMarked
package dev.sluice.observe.health;

import org.jspecify.annotations.NullMarked;
