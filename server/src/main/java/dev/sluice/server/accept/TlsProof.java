package dev.sluice.server.accept;

import io.helidon.common.tls.Tls;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the configuration of a listener certificate and private key match, by a handshake in memory with a client
 * that trusts every certificate. Without this check a mismatch would only show as failures of all clients. Not
 * thread-safe.
 */
public final class TlsProof {
    private static final System.Logger LOGGER = System.getLogger(TlsProof.class.getName());
    private static final int ROUNDS = 100;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Tls tls;
    private final Seen seen = new Seen();

    private TlsProof(Tls tls) {
        this.tls = tls;
    }

    /**
     * The mistake in a TLS configuration.
     *
     * @param tls a listener's
     * @return a sentence; empty if clients can be served, or if that depends on the server name that they ask for
     */
    public static Optional<String> mistake(Tls tls) {
        return tls.enabled() ? new TlsProof(tls).find() : Optional.empty();
    }

    private Optional<String> find() {
        Optional<SSLException> failure = handshake();
        X509Certificate shown = seen.certificate;
        if (shown == null) {
            return failure.flatMap(this::withoutCertificate);
        }
        return failure.map(failed -> "the private key is not that of the certificate of " + name(shown)
                        + ", or of no use with it: " + failed.getMessage())
                .or(() -> expired(shown));
    }

    /**
     * No certificate is a mistake, unless a custom key manager chooses it by server name: it may have none for a client
     * that sends no name.
     */
    private Optional<String> withoutCertificate(SSLException failure) {
        Optional<String> key = tls.prototype().privateKey().map(Key::getAlgorithm);
        Optional<X509Certificate> certificate =
                tls.prototype().privateKeyCertChain().stream().findFirst();
        if (key.isPresent() && certificate.isPresent()) {
            return Optional.of("the private key (" + key.get() + ") is not that of the certificate of "
                    + name(certificate.get()) + " ("
                    + certificate.get().getPublicKey().getAlgorithm()
                    + "), or of no use with it: " + failure.getMessage());
        }
        LOGGER.log(
                Level.WARNING,
                "TLS: a client that asks for no server name is shown no certificate: {0}",
                failure.getMessage());
        return Optional.empty();
    }

    private static Optional<String> expired(X509Certificate shown) {
        try {
            shown.checkValidity();
        } catch (CertificateExpiredException passed) {
            return Optional.of("the certificate of " + name(shown) + " expired at "
                    + shown.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException early) {
            LOGGER.log(
                    Level.WARNING,
                    "TLS: the certificate of {0} is not valid before {1}",
                    name(shown),
                    shown.getNotBefore().toInstant());
        }
        return Optional.empty();
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private Optional<SSLException> handshake() {
        SSLEngine server = tls.sslContext().createSSLEngine();
        server.setUseClientMode(false);
        SSLEngine client = client();
        client.setUseClientMode(true);
        ByteBuffer toServer = ByteBuffer.allocate(2 * client.getSession().getPacketBufferSize());
        ByteBuffer toClient = ByteBuffer.allocate(2 * server.getSession().getPacketBufferSize());
        try {
            client.beginHandshake();
            server.beginHandshake();
            for (int round = 0; round < ROUNDS && (busy(client) || busy(server)); round++) {
                advance(client, toClient, toServer);
                advance(server, toServer, toClient);
            }
            return Optional.empty();
        } catch (SSLException failed) {
            return Optional.of(failed);
        }
    }

    private SSLEngine client() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {seen}, null);
            return context.createSSLEngine();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the JDK has no TLS", impossible);
        }
    }

    private static boolean busy(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void advance(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> engine.wrap(NOTHING, out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
                in.compact();
            }
            default -> {}
        }
    }

    /** Trusts every certificate, and keeps the chain it has seen. */
    private static final class Seen extends X509ExtendedTrustManager {
        private @Nullable X509Certificate certificate;

        private void see(X509Certificate[] chain) {
            certificate = chain[0];
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            see(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            see(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            see(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            see(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            see(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            see(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
