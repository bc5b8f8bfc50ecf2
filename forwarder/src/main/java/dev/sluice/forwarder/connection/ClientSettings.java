package dev.sluice.forwarder.connection;

import dev.sluice.core.Upstream;
import dev.sluice.io.TlsCrypto;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The settings with Helidon's defaults in place of what is not set; expensive ones (TLS reads all authorities) are made
 * when they are first needed.
 */
final class ClientSettings {
    private static final System.Logger LOGGER = System.getLogger(ClientSettings.class.getName());

    private final SocketOptions socketOptions;
    private final Optional<Proxy> proxy;
    private final Optional<Tls> tls;

    ClientSettings(DialSettings settings) {
        socketOptions = settings.socketOptions().orElseGet(SocketOptions::create);
        proxy = settings.proxy();
        tls = settings.insecureSkipVerify() ? Optional.of(trustingAnybody()) : settings.tls();
    }

    private static Tls trustingAnybody() {
        LOGGER.log(
                Level.WARNING,
                "insecureSkipVerify: certificates of upstreams are not verified, so anybody in between can read along");
        return Tls.builder()
                .trustAll(true)
                .endpointIdentificationAlgorithm(Tls.ENDPOINT_IDENTIFICATION_NONE)
                .build();
    }

    SocketOptions socketOptions() {
        return socketOptions;
    }

    /**
     * Whether an upstream is reached through an outbound proxy: the one of the settings, else that of the system (the
     * {@code java.net} properties). The latter is asked for here, as Helidon does: its own class of proxies takes 15 ms to
     * load, which every start would wait for.
     */
    boolean isProxied(Upstream upstream) {
        return proxy.map(known -> isProxied(known, upstream)).orElseGet(() -> isProxiedBySystem(upstream));
    }

    private static boolean isProxied(Proxy proxy, Upstream upstream) {
        return switch (proxy.type()) {
            case NONE -> false;
            case SYSTEM -> proxy.isUsingSystemProxy(upstream.toString());
            case HTTP -> !proxy.isNoHosts(InetSocketAddress.createUnresolved(upstream.host(), upstream.port()));
        };
    }

    private static boolean isProxiedBySystem(Upstream upstream) {
        ProxySelector system = ProxySelector.getDefault();
        if (system == null) {
            return false;
        }
        List<java.net.Proxy> found = system.select(URI.create(upstream.toString()));
        return !found.isEmpty() && !found.getFirst().equals(java.net.Proxy.NO_PROXY);
    }

    /** The one that upstreams are reached through, if they are {@link #isProxied}. */
    Proxy proxy() {
        return proxy.orElseGet(Proxy::create);
    }

    Tls tls() {
        return tls.orElseGet(() -> Defaults.CLIENT.prototype().tls());
    }

    /**
     * An engine for one connection. Sessions with the same name and port are resumed.
     *
     * @param name the upstream's certificate must have it, unless that is not verified
     * @param protocols for ALPN (RFC 7301)
     */
    SSLEngine engine(String name, int port, List<String> protocols) {
        TlsCrypto.installed();
        SSLEngine engine = tls().sslContext().createSSLEngine(name, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(tls().sslParameters());
        SSLParameters parameters = engine.getSSLParameters(); // those of the settings are shared
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** The client that Helidon's outbound proxies need to ask for a tunnel. */
    static WebClient webClient() {
        return Defaults.CLIENT;
    }

    private static final class Defaults {
        static final WebClient CLIENT = WebClient.builder()
                .servicesDiscoverServices(false)
                .shareConnectionCache(false)
                .build();
    }
}
