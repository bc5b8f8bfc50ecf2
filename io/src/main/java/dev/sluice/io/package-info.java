/**
 * What both sides of a gateway need of the machine: sockets that virtual threads read and write at one system call
 * each, and deadlines that one thread sweeps. Knows no HTTP. The server and the forwarder use it; applications do not.
 */
@NullMarked
package dev.sluice.io;

import org.jspecify.annotations.NullMarked;
