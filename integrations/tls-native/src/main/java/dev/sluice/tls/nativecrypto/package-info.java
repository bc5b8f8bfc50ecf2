/** Native cryptography, installed for TLS when its jars are on the class path. */
@NullMarked
package dev.sluice.tls.nativecrypto;

import org.jspecify.annotations.NullMarked;
