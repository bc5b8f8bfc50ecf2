package dev.sluice.server.accept;

import dev.sluice.io.PolledSocket;
import dev.sluice.io.PolledTls;
import dev.sluice.io.TlsCrypto;
import dev.sluice.wire.BufferPool;
import io.helidon.common.tls.Tls;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The TLS of a listener whose handshakes are made here and not by Helidon. A reload replaces certificates, trust and
 * parameters for new connections, which cannot resume earlier sessions. Thread-safe.
 */
final class OwnTls {
    private final BufferPool buffers = new BufferPool();
    private volatile Real real;
    private volatile List<String> protocols;

    /** What makes an engine, and what is set on it. */
    private record Real(SSLContext context, SSLParameters parameters) {
        static Real of(Tls tls) {
            return new Real(tls.sslContext(), CatchingTls.parameters(tls));
        }
    }

    /** TLS whose handshake has not begun. */
    record Begun(PolledTls tls, OneHandshake handshake) {}

    /**
     * As a listener was told.
     *
     * @param tls certificates, trust, protocols, cipher suites
     * @param protocols those of ALPN, the preferred one first
     */
    OwnTls(Tls tls, List<String> protocols) {
        TlsCrypto.installed();
        this.real = Real.of(tls);
        this.protocols = List.copyOf(protocols);
    }

    void exchange(Tls fresh) {
        real = Real.of(fresh);
    }

    /** Other protocols of ALPN for new connections. */
    void protocols(List<String> changed) {
        protocols = List.copyOf(changed);
    }

    Begun begin(PolledSocket socket) {
        Real now = real;
        SSLEngine engine = now.context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(now.parameters());
        SSLParameters parameters = engine.getSSLParameters(); // those of the listener are shared
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        OneHandshake one = OneHandshake.in(parameters);
        engine.setSSLParameters(parameters);
        return new Begun(new PolledTls(socket, engine, buffers), one);
    }
}
