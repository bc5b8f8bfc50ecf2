package dev.sluice.tls.accp;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.sluice.io.TlsCrypto;
import java.util.Optional;

/**
 * Installs the Amazon Corretto Crypto Provider in front of the JDK's: native code of AWS-LC, for Linux on x86-64. On other
 * machines nothing changes.
 */
public final class CorrettoCrypto implements TlsCrypto {
    /** Installs nothing yet. */
    public CorrettoCrypto() {}

    @Override
    public Optional<String> install() {
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        if (provider.getLoadingError() != null) {
            return Optional.empty();
        }
        AmazonCorrettoCryptoProvider.install();
        return Optional.of("Amazon Corretto Crypto Provider " + provider.getVersionStr());
    }

    @Override
    public String toString() {
        return "Amazon Corretto Crypto Provider";
    }
}
