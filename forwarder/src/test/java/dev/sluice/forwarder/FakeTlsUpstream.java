package dev.sluice.forwarder;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server on localhost with a certificate of its own making; answers everything with {@code secret}. */
final class FakeTlsUpstream implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret".getBytes(StandardCharsets.US_ASCII);

    private final X509Certificate certificate;
    private final SSLServerSocket listener;
    private final List<String> protocols = new CopyOnWriteArrayList<>();
    private final List<String> names = new CopyOnWriteArrayList<>();

    FakeTlsUpstream(Path directory) throws Exception {
        this(directory, "h2", "http/1.1");
    }

    FakeTlsUpstream(Path directory, String... protocols) throws Exception {
        KeyStore keys = keys(directory.resolve("keys.p12"));
        certificate = (X509Certificate) keys.getCertificate("upstream");
        listener = listener(keys, protocols);
        Thread.ofVirtual().start(this::accept);
    }

    /** Listens with TLS, and chooses one of some protocols (ALPN). */
    static SSLServerSocket listener(Path directory, String... protocols) throws Exception {
        return listener(keys(directory.resolve("keys.p12")), protocols);
    }

    private static SSLServerSocket listener(KeyStore keys, String... protocols) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        SSLServerSocket listening = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLParameters parameters = listening.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        listening.setSSLParameters(parameters);
        return listening;
    }

    private static KeyStore keys(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "upstream",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,dns:app.test",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        if (!keytool.waitFor(20, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new AssertionError(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            protocols.add(socket.getApplicationProtocol());
            names.add(((ExtendedSSLSession) socket.getSession())
                    .getRequestedServerNames()
                    .toString());
            StringBuilder head = new StringBuilder();
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                head.append((char) next);
                if (head.toString().endsWith("\r\n\r\n")) {
                    boolean post = head.toString().toLowerCase(Locale.ROOT).contains("content-length: 3");
                    socket.getInputStream().readNBytes(post ? 3 : 0);
                    socket.getOutputStream().write(ANSWER);
                    head.setLength(0);
                }
            }
        } catch (IOException refusedOrGone) {
            // the gateway does not trust us, or has left
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What was agreed on by ALPN, once for each connection. */
    List<String> protocols() {
        return protocols;
    }

    /** Whom each connection asked for. */
    List<String> names() {
        return names;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
