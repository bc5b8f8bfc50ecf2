package dev.sluice.server.tls;

import dev.sluice.io.TlsCrypto;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes contexts of TLS. A new one forgets the sessions of the one before, so that nobody resumes what was withdrawn. */
public final class ServerContext {
    private ServerContext() {}

    /**
     * A context.
     *
     * @param identities what it shows
     * @param authorities whose clients it lets in; empty if no client is asked for a certificate
     */
    public static SSLContext of(Identities identities, List<X509Certificate> authorities) {
        TlsCrypto.installed();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new NamedKeys(identities)}, trust(authorities), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("the JDK has no TLS", impossible);
        }
    }

    private static TrustManager[] trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        if (authorities.isEmpty()) {
            return new TrustManager[0]; // null would load the authorities of the JDK
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
