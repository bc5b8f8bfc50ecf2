package dev.sluice.server.accept;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Refuses renegotiation, which TLS 1.2 lets a client ask for as often as it likes (RFC 5246 §7.4.1.1) and which costs
 * the server far more than the client: after the first handshake no algorithm is permitted for another one, so it fails
 * and the connection is closed. The JDK's own option, {@code jdk.tls.rejectClientInitiatedRenegotiation}, applies to
 * the whole process. TLS 1.3 has no renegotiation.
 */
final class OneHandshake implements AlgorithmConstraints {
    private final @Nullable AlgorithmConstraints others;
    private volatile boolean made;

    private OneHandshake(@Nullable AlgorithmConstraints others) {
        this.others = others;
    }

    /** Permits a socket one handshake, by the algorithms that are permitted to it before this call. */
    static OneHandshake on(SSLSocket socket) {
        SSLParameters parameters = socket.getSSLParameters();
        OneHandshake one = in(parameters);
        socket.setSSLParameters(parameters);
        return one;
    }

    /** Permits those with some parameters one handshake, by the algorithms that the parameters permit so far. */
    static OneHandshake in(SSLParameters parameters) {
        OneHandshake one = new OneHandshake(parameters.getAlgorithmConstraints());
        parameters.setAlgorithmConstraints(one);
        return one;
    }

    /** The first handshake has ended. */
    void made() {
        made = true;
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        return !made && (others == null || others.permits(primitives, algorithm, parameters));
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return !made && (others == null || others.permits(primitives, key));
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return !made && (others == null || others.permits(primitives, algorithm, key, parameters));
    }
}
