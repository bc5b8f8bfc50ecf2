/**
 * The admin API: a {@link dev.sluice.core.Handler} that tells about a program and steers it. A request enters by the {@link
 * dev.sluice.observe.admin.AdminApi}, which knows who may ask and where; each group of operations is a class; {@code Reply} and
 * {@code AdminRefusal} leave. Whoever runs the program hosts it on a listener of its own.
 */
@NullMarked
package dev.sluice.observe.admin;

import org.jspecify.annotations.NullMarked;
