package dev.sluice.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows each client the certificate for the name that it asks for. Thread-safe. */
final class NamedKeys extends X509ExtendedKeyManager {
    private final Identities identities;

    NamedKeys(Identities identities) {
        this.identities = identities;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return alias(keyType, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyType, engine.getHandshakeSession());
    }

    /** None if the certificate of that name has another kind of key: the JDK then asks for that kind. */
    private @Nullable String alias(String keyType, @Nullable SSLSession handshake) {
        Identity identity = identities.named(asked(handshake));
        return identity.keyType().equals(keyType) ? identities.alias(identity) : null;
    }

    private static String asked(@Nullable SSLSession handshake) {
        if (!(handshake instanceof ExtendedSSLSession extended)) {
            return "";
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse("");
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identities.aliased(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.aliased(alias).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
