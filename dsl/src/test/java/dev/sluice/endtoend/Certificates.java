package dev.sluice.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key with a certificate that vouches for itself, made by the JDK's keytool, in every form that a peer may want. */
public final class Certificates {
    public static final String PASSWORD = "changeit";
    private static final int PEM_LINE = 64;

    private final Path store;
    private final KeyStore keys;

    private Certificates(Path store, KeyStore keys) {
        this.store = store;
        this.keys = keys;
    }

    /** A new key for a name, such as {@code localhost}, in a directory of the test. */
    public static Certificates of(Path directory, String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        run(
                "keytool -genkeypair -alias own -keyalg EC -validity 2 -storetype PKCS12 -dname CN=" + name,
                "-ext san=dns:" + name + " -keystore " + store + " -storepass " + PASSWORD);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new Certificates(store, keys);
    }

    private static void run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(String.join(" ", words).split(" ")));
        command.set(
                0,
                Path.of(System.getProperty("java.home"), "bin", command.getFirst())
                        .toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    public Path pkcs12() {
        return store;
    }

    X509Certificate certificate() throws Exception {
        return (X509Certificate) keys.getCertificate("own");
    }

    public Path certificatePem() throws Exception {
        return pem("CERTIFICATE", certificate().getEncoded());
    }

    public Path keyPem() throws Exception {
        Key key = keys.getKey("own", PASSWORD.toCharArray());
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private Path pem(String what, byte[] content) throws IOException {
        Path file = store.resolveSibling(store.getFileName() + "." + what.replace(' ', '-') + ".pem");
        try (OutputStream out = Files.newOutputStream(file)) {
            String encoded = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(content);
            out.write(("-----BEGIN " + what + "-----\n" + encoded + "\n-----END " + what + "-----\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    /** A peer that shows this certificate and trusts those. */
    SSLContext context(Certificates... trusted) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust(trusted).getTrustManagers(), null);
        return context;
    }

    /** A peer that shows nothing and trusts those. */
    static SSLContext trusting(Certificates... trusted) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(trusted).getTrustManagers(), null);
        return context;
    }

    static TrustManagerFactory trust(Certificates... trusted) throws Exception {
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        for (int i = 0; i < trusted.length; i++) {
            Certificate certificate = trusted[i].certificate();
            authorities.setCertificateEntry("authority" + i, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory;
    }
}
