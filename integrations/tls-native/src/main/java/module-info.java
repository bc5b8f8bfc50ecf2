/** Native cryptography below the JDK's TLS: optional, found as a service. */
@SuppressWarnings("module") // Conscrypt has a name in its manifest only
module dev.sluice.tls.nativecrypto {
    requires dev.sluice.io;
    requires com.amazon.corretto.crypto.provider;
    requires org.conscrypt;
    requires static org.jspecify;

    provides dev.sluice.io.TlsCrypto with
            dev.sluice.tls.nativecrypto.NativeCrypto;
}
