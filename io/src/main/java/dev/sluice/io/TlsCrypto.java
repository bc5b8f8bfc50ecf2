package dev.sluice.io;

import java.util.Optional;

/**
 * Cryptography in place of the JDK's own, below the JDK's TLS: an optional artifact, found by {@link
 * java.util.ServiceLoader}. It is installed for the whole process, since the JDK's TLS knows no other way.
 */
public interface TlsCrypto {
    /**
     * Installs it in front of the JDK's providers. Called once.
     *
     * @return what was installed, for the log; empty if it does not work on this machine, and nothing has changed
     */
    Optional<String> install();

    /**
     * Installs what is found at the first call; later calls do nothing. To be called before TLS is first used.
     *
     * @return what is installed; empty if TLS uses the JDK's own
     */
    static Optional<String> installed() {
        return InstalledCrypto.NAME;
    }
}
