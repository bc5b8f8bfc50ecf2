/**
 * What both sides of a gateway need of the machine: sockets that virtual threads read and write at one system call
 * each, deadlines that one thread sweeps, and keys and certificates in files. Knows no HTTP. The server and the forwarder use it; applications do not.
 */
@NullMarked
package dev.sluice.io;

import org.jspecify.annotations.NullMarked;
