/**
 * What a listener shows of itself in TLS: certificates out of files, chosen by the name that a client asks for.
 *
 * <p>Who enters: files in PEM and PKCS #12.<br>
 * Who leaves: a context of TLS, or all mistakes in the files.<br>
 * What stays: the certificates and keys of a listener.
 */
@NullMarked
package dev.sluice.server.tls;

import org.jspecify.annotations.NullMarked;
