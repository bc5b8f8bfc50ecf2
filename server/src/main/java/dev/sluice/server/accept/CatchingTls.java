package dev.sluice.server.accept;

import dev.sluice.server.accept.CatchingSslContext.Secured;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsConfig;
import io.helidon.common.tls.TlsManager;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * A listener's TLS configuration as the wire host needs it. Helidon 4.5.0 without NIO sets no parameters on its TLS
 * sockets, so client authentication, protocols and cipher suites would be silently ignored, and it does not give access
 * to the sockets. This manager gives Helidon a context that sets the parameters and reports the sockets. A reload replaces
 * certificates, trust and parameters for new connections, which cannot resume earlier sessions.
 */
final class CatchingTls implements TlsManager {
    private final Tls tls;
    private final CatchingSslContext context;

    private CatchingTls(Tls tls, Secured secured) {
        this.tls = tls;
        this.context = new CatchingSslContext(tls.sslContext(), parameters(tls), secured);
    }

    /**
     * The same TLS, with the parameters set on each socket.
     *
     * @param secured receives each TLS socket and its channel
     */
    static Tls of(Tls tls, Secured secured) {
        return tls.enabled()
                ? TlsConfig.builder(tls.prototype())
                        .manager(new CatchingTls(tls, secured))
                        .build()
                : tls;
    }

    /**
     * The parameters of server sockets, without a check of the client's host name: clients are identified by their
     * certificates.
     */
    static SSLParameters parameters(Tls tls) {
        SSLParameters parameters = tls.sslParameters();
        parameters.setEndpointIdentificationAlgorithm(null); // with "" the JDK resumes no session by its ticket
        return parameters;
    }

    @Override
    public void init(TlsConfig config) {
        // the wrapped TLS has done so
    }

    @Override
    public void reload(Tls fresh) {
        context.exchange(fresh.sslContext(), parameters(fresh));
    }

    @Override
    public SSLContext sslContext() {
        return context;
    }

    @Override
    public Optional<X509KeyManager> keyManager() {
        return tls.prototype().manager().keyManager();
    }

    @Override
    public Optional<X509TrustManager> trustManager() {
        return tls.prototype().manager().trustManager();
    }

    @Override
    public String name() {
        return "sluice";
    }

    @Override
    public String type() {
        return "sluice";
    }
}
