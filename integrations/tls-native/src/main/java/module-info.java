/** Cryptography of OpenSSL's kind below the JDK's TLS: optional, found as a service. */
module dev.sluice.tls.accp {
    requires dev.sluice.io;
    requires com.amazon.corretto.crypto.provider;
    requires static org.jspecify;

    provides dev.sluice.io.TlsCrypto with
            dev.sluice.tls.accp.CorrettoCrypto;
}
