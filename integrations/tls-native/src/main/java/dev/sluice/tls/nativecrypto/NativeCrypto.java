package dev.sluice.tls.nativecrypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.sluice.io.TlsCrypto;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conscrypt.Conscrypt;

/**
 * Installs what this machine can run of two libraries in front of the JDK's cryptography: X25519 of BoringSSL, which nearly
 * every client agrees on, by Conscrypt; and all that the Amazon Corretto Crypto Provider has of AWS-LC, on Linux with x86-64.
 */
public final class NativeCrypto implements TlsCrypto {
    /** Installs nothing yet. */
    public NativeCrypto() {}

    @Override
    public Optional<String> install() {
        List<String> installed = new ArrayList<>();
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        if (corretto.getLoadingError() == null) {
            AmazonCorrettoCryptoProvider.install();
            installed.add("Amazon Corretto Crypto Provider " + corretto.getVersionStr());
        }
        if (Conscrypt.isAvailable()) {
            Provider conscrypt = Conscrypt.newProvider();
            Security.insertProviderAt(new NativeX25519(conscrypt), 1);
            installed.add("X25519 of Conscrypt " + version());
        }
        return installed.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", installed));
    }

    private static String version() {
        Conscrypt.Version version = Conscrypt.version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    @Override
    public String toString() {
        return "native cryptography";
    }
}
