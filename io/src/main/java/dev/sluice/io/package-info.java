/** Sockets that virtual threads read and write at a system call each. Knows no HTTP. */
@NullMarked
package dev.sluice.io;

import org.jspecify.annotations.NullMarked;
