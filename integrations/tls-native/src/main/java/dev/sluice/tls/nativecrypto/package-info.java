/** The Amazon Corretto Crypto Provider, installed for TLS when its jar is on the class path. */
@NullMarked
package dev.sluice.tls.accp;

import org.jspecify.annotations.NullMarked;
