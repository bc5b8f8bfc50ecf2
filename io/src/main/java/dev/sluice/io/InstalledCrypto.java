package dev.sluice.io;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.ServiceLoader;

/** Installs the first cryptography that is found and works, when this class is initialised. */
final class InstalledCrypto {
    private static final System.Logger LOGGER = System.getLogger(TlsCrypto.class.getName());

    static final Optional<String> NAME = install();

    private InstalledCrypto() {}

    private static Optional<String> install() {
        for (TlsCrypto found : ServiceLoader.load(TlsCrypto.class)) {
            Optional<String> name = found.install();
            if (name.isPresent()) {
                LOGGER.log(Level.INFO, "TLS uses {0}", name.get());
                return name;
            }
            LOGGER.log(Level.WARNING, "TLS uses cryptography of the JDK: {0} does not work here", found);
        }
        return Optional.empty();
    }
}
