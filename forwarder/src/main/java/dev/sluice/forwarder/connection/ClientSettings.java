package dev.sluice.forwarder.connection;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.api.WebClientConfig;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * What is used of a WebClient's configuration, and the TLS that stands in place of its own. Without a WebClient its defaults, of which the costly ones (TLS reads
 * all authorities) are not made before they are needed.
 */
public final class ClientSettings {
    private static final System.Logger LOGGER = System.getLogger(ClientSettings.class.getName());

    private final Optional<WebClient> client;
    private final SocketOptions socketOptions;
    private final Proxy proxy;
    private final Optional<Tls> tls;

    /**
     * Settings of a client.
     *
     * @param insecureSkipVerify whether any certificate of any upstream will do
     */
    public ClientSettings(Optional<WebClient> client, Optional<Tls> tls, boolean insecureSkipVerify) {
        Optional<WebClientConfig> config = client.map(WebClient::prototype);
        this.client = client;
        socketOptions = config.map(WebClientConfig::socketOptions).orElseGet(SocketOptions::create);
        proxy = config.map(WebClientConfig::proxy).orElseGet(Proxy::create);
        this.tls = insecureSkipVerify ? Optional.of(trustingAnybody()) : tls;
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

    Proxy proxy() {
        return proxy;
    }

    Tls tls() {
        return tls.orElseGet(() -> webClient().prototype().tls());
    }

    /** For a proxy that must be asked for a tunnel. */
    WebClient webClient() {
        return client.orElseGet(() -> Defaults.CLIENT);
    }

    private static final class Defaults {
        static final WebClient CLIENT = WebClient.builder()
                .servicesDiscoverServices(false)
                .shareConnectionCache(false)
                .build();
    }
}
