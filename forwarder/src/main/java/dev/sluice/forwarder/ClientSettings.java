package dev.sluice.forwarder;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.api.WebClientConfig;
import java.util.Optional;

/**
 * What is used of a WebClient's configuration. Without a WebClient its defaults, of which the costly ones (TLS reads
 * all authorities) are not made before they are needed.
 */
final class ClientSettings {
    private final Optional<WebClient> client;
    private final SocketOptions socketOptions;
    private final Proxy proxy;

    ClientSettings(Optional<WebClient> client) {
        Optional<WebClientConfig> config = client.map(WebClient::prototype);
        this.client = client;
        socketOptions = config.map(WebClientConfig::socketOptions).orElseGet(SocketOptions::create);
        proxy = config.map(WebClientConfig::proxy).orElseGet(Proxy::create);
    }

    SocketOptions socketOptions() {
        return socketOptions;
    }

    Proxy proxy() {
        return proxy;
    }

    Tls tls() {
        return webClient().prototype().tls();
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
