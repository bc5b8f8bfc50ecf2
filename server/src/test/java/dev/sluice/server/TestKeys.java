package dev.sluice.server;

import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A key and its self-signed certificate, made by the JDK's keytool. */
public record TestKeys(PrivateKey key, X509Certificate certificate, KeyStore store) {
    private static final String PASSWORD = "changeit";

    public static TestKeys of(String name, Path directory, String... more)
            throws IOException, GeneralSecurityException, InterruptedException {
        return made(name, "dns:" + name + ",ip:127.0.0.1", directory, List.of(more));
    }

    /** For DNS names, which need not be its own. */
    public static TestKeys named(String name, Path directory, String... dnsNames)
            throws IOException, GeneralSecurityException, InterruptedException {
        String names =
                String.join(",", Stream.of(dnsNames).map(dns -> "dns:" + dns).toList());
        return made(name, names, directory, List.of());
    }

    /** Of RSA. */
    public static TestKeys ofRsa(String name, Path directory, String dnsName)
            throws IOException, GeneralSecurityException, InterruptedException {
        return made(name, "dns:" + dnsName, directory, List.of("-keyalg", "RSA", "-keysize", "2048"));
    }

    private static TestKeys made(String name, String names, Path directory, List<String> more)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = directory.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "key",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + names,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        if (!more.contains("-keyalg")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        command.addAll(more);
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        PrivateKey key = (PrivateKey) store.getKey("key", PASSWORD.toCharArray());
        return new TestKeys(key, (X509Certificate) store.getCertificate("key"), store);
    }

    /** Writes them as a pair of files in PEM, in place of those that are there. */
    public CertificateFiles pem(Path directory, String name) throws IOException, GeneralSecurityException {
        Path chain = directory.resolve(name + ".cert.pem");
        Path kept = directory.resolve(name + ".key.pem");
        Files.writeString(kept, pem("PRIVATE KEY", key.getEncoded()));
        Files.writeString(chain, pem("CERTIFICATE", certificate.getEncoded()));
        return CertificateFiles.pem(chain, kept);
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder().encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /** A listener's TLS with this key. */
    public Tls server() {
        return Tls.builder().privateKey(key).addPrivateKeyCertChain(certificate).build();
    }

    /** A listener's TLS that asks for a client's certificate. */
    public Tls server(TestKeys client) {
        return server(TlsClientAuth.REQUIRED, client);
    }

    Tls server(TlsClientAuth asked, TestKeys client) {
        return Tls.builder()
                .privateKey(key)
                .addPrivateKeyCertChain(certificate)
                .trust(List.of(client.certificate()))
                .clientAuth(asked)
                .build();
    }

    /** A client that has this key, and trusts others. */
    SSLContext client(TestKeys... trusted) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust(trusted), null);
        return context;
    }

    /** A client without a key. */
    public static SSLContext stranger(TestKeys... trusted) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(trusted), null);
        return context;
    }

    private static TrustManager[] trust(TestKeys... trusted) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (TestKeys keys : trusted) {
            store.setCertificateEntry(
                    keys.certificate().getSubjectX500Principal().getName(), keys.certificate());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }
}
