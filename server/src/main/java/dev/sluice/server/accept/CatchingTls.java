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
 * A listener's TLS as the wire host needs it. Helidon 4.5.0 without NIO gives no parameters to its sockets, so that
 * client authentication, protocols and cipher suites would be silently ignored, and it hides its sockets. This manager
 * hands out a context whose sockets have the parameters and are told of.
 */
final class CatchingTls implements TlsManager {
    private final Tls tls;
    private final SSLContext context;

    private CatchingTls(Tls tls, Secured secured) {
        this.tls = tls;
        this.context = new CatchingSslContext(tls.sslContext(), parameters(tls), secured);
    }

    /**
     * The same TLS, with the parameters set on each socket.
     *
     * @param secured told of each TLS socket and of the channel that it is on
     */
    static Tls of(Tls tls, Secured secured) {
        return tls.enabled()
                ? TlsConfig.builder(tls.prototype())
                        .manager(new CatchingTls(tls, secured))
                        .build()
                : tls;
    }

    /** Clients are told apart by their certificates, not by the names of their hosts. */
    private static SSLParameters parameters(Tls tls) {
        SSLParameters parameters = tls.sslParameters();
        parameters.setEndpointIdentificationAlgorithm("");
        return parameters;
    }

    @Override
    public void init(TlsConfig config) {
        // the TLS that is wrapped here has done so
    }

    @Override
    public void reload(Tls fresh) {
        tls.reload(fresh);
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
