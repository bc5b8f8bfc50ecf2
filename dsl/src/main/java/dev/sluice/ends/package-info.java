/**
 * The kinds of ends that a program can have, each with the list of its options. Programs and files of configuration come
 * in by {@link dev.sluice.model.TerminalType}, which {@link java.util.ServiceLoader} finds; what leaves is a handler. How a
 * program is written stays outside: nothing here knows of it.
 */
@NullMarked
package dev.sluice.ends;

import org.jspecify.annotations.NullMarked;
