package dev.sluice.tls.nativecrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.io.TlsCrypto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NativeCryptoTest {
    private static final String PROVIDER = "AmazonCorrettoCryptoProvider";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;

    @BeforeAll
    static void onItsPlatform() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        String processor = System.getProperty("os.arch");
        assumeTrue(linux && processor.equals("amd64"), "native code for Linux on x86-64 only");
    }

    @Test
    void isFoundAndInstalledOnce() {
        assertThat(TlsCrypto.installed())
                .hasValueSatisfying(name -> assertThat(name)
                        .contains("Amazon Corretto Crypto Provider")
                        .contains("X25519 of Conscrypt"));
        assertThat(TlsCrypto.installed()).isPresent();
    }

    @Test
    void computesAHandshakeOfTls13AndItsRecords() throws Exception {
        TlsCrypto.installed();
        KeyStore store = keys();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign((PrivateKey) store.getKey("key", PASSWORD));
        assertThat(signature.getProvider().getName()).isEqualTo(PROVIDER);
        assertThat(Cipher.getInstance("AES/GCM/NoPadding").getProvider().getName())
                .isEqualTo(PROVIDER);
        assertThat(KeyAgreement.getInstance("ECDH").getProvider().getName()).isEqualTo(PROVIDER);

        SSLContext context = context(store);
        SSLEngine client = context.createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
        ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
        while (busy(client) || busy(server)) {
            advance(client, toClient, toServer);
            advance(server, toServer, toClient);
        }
        assertThat(server.getSession().getProtocol()).isEqualTo("TLSv1.3");

        client.wrap(ByteBuffer.wrap(new byte[] {1, 2, 3}), toServer);
        ByteBuffer plain = ByteBuffer.allocate(32 * 1024);
        server.unwrap(toServer.flip(), plain);
        assertThat(plain.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    private static boolean busy(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || engine.getSession().getCipherSuite().equals("SSL_NULL_WITH_NULL_NULL");
    }

    private static void advance(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        if (engine.getSession().getCipherSuite().equals("SSL_NULL_WITH_NULL_NULL")) {
            engine.beginHandshake();
        }
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(32 * 1024));
                in.compact();
            }
            default -> {}
        }
    }

    private static SSLContext context(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("key", store.getCertificate("key"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore keys() throws Exception {
        Path file = directory.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String command = keytool + " -genkeypair -alias key -keyalg EC -groupname secp256r1 -dname CN=localhost"
                + " -ext san=dns:localhost -storetype PKCS12 -storepass changeit -keystore " + file;
        Process made = new ProcessBuilder(command.split(" ", -1)).inheritIO().start();
        if (!made.waitFor(30, TimeUnit.SECONDS) || made.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
