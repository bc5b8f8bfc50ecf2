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
 * Refuses renegotiation, which TLS 1.2 lets a client ask for as often as it likes (RFC 5246 §7.4.1.1) and which costs the
 * server far more: once the first handshake is made, no algorithm is permitted for another, so that it fails and the
 * connection is cut. The JDK's own switch for that, {@code jdk.tls.rejectClientInitiatedRenegotiation}, is for a whole
 * process. In TLS 1.3 there is no second handshake.
 */
final class OneHandshake implements AlgorithmConstraints {
    private final @Nullable AlgorithmConstraints others;
    private volatile boolean made;

    private OneHandshake(@Nullable AlgorithmConstraints others) {
        this.others = others;
    }

    /** Permits a socket one handshake, by the algorithms that it permits so far. */
    static OneHandshake on(SSLSocket socket) {
        SSLParameters parameters = socket.getSSLParameters();
        OneHandshake one = new OneHandshake(parameters.getAlgorithmConstraints());
        parameters.setAlgorithmConstraints(one);
        socket.setSSLParameters(parameters);
        return one;
    }

    /** The first handshake is made. */
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
