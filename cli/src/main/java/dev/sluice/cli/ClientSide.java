package dev.sluice.cli;

import dev.sluice.Listen;
import dev.sluice.cli.Values.Address;
import dev.sluice.cli.Values.Size;
import dev.sluice.server.WireOptions;
import io.helidon.common.configurable.Resource;
import io.helidon.common.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that concern clients: where to listen, and what clients are granted. What is not set keeps its default:
 * the words of the descriptions repeat those of {@link WireOptions} and {@link Listen}.
 */
final class ClientSide {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where to listen; port 0 takes a free one. Default: 127.0.0.1:8080.")
    private Address address = new Address("127.0.0.1", 8080);

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain in PEM, to listen with TLS.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's private key in PEM.")
    private @Nullable Path key;

    @Option(
            names = "--head-timeout",
            paramLabel = "TIME",
            description = "For the head of a request; beyond it 408. Default: 10s.")
    private @Nullable Duration headTimeout;

    @Option(
            names = "--body-timeout",
            paramLabel = "TIME",
            description = "For each next part of a body; beyond it 408. Default: 30s.")
    private @Nullable Duration bodyTimeout;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            description = "Between two requests on a connection. Default: 60s.")
    private @Nullable Duration idleTimeout;

    @Option(
            names = "--tunnel-idle-timeout",
            paramLabel = "TIME",
            description = "For a tunnel in which no byte moves. Default: no limit.")
    private @Nullable Duration tunnelIdleTimeout;

    @Option(
            names = "--max-body",
            paramLabel = "SIZE",
            description = "Of the body of a request, such as 10m; beyond it 413. Default: no limit.")
    private @Nullable Size maxBody;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "At a time; further ones wait. Default: what the limit of open files allows.")
    private @Nullable Integer maxConnections;

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            description = "For exchanges to end after SIGTERM. Default: 10s.")
    private @Nullable Duration drainTimeout;

    /** Applies them; the process is stopped by {@link Foreground}. */
    void apply(Listen listen) {
        listen.host(address.host()).port(address.port()).clients(this::limits);
        listen.stopWithProcess(false);
        ifSet(maxConnections, listen::maxConnections);
        ifSet(drainTimeout, listen::drainTimeout);
        if (secure()) {
            listen.tls(tls());
        }
    }

    private void limits(WireOptions.Builder limits) {
        ifSet(headTimeout, limits::headTimeout);
        ifSet(bodyTimeout, limits::bodyTimeout);
        ifSet(idleTimeout, limits::idleTimeout);
        ifSet(tunnelIdleTimeout, limits::tunnelIdleTimeout);
        ifSet(maxBody, size -> limits.maxBody(size.bytes()));
    }

    private static <V> void ifSet(@Nullable V value, Consumer<V> set) {
        if (value != null) {
            set.accept(value);
        }
    }

    private boolean secure() {
        return certificate != null || key != null;
    }

    private Tls tls() {
        if (certificate == null || key == null) {
            throw new IllegalArgumentException("--tls-cert and --tls-key go together");
        }
        Resource chain = Pem.read("--tls-cert", certificate);
        Resource secret = Pem.read("--tls-key", key);
        return Pem.parse(
                "--tls-cert, --tls-key",
                () -> Tls.builder()
                        .privateKey(keys -> keys.pem(pem -> pem.key(secret)))
                        .privateKeyCertChain(keys -> keys.pem(pem -> pem.certChain(chain)))
                        .build());
    }

    /** Where clients find a proxy that listens on a port. */
    String url(int port) {
        String host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
        return (secure() ? "https://" : "http://") + host + ":" + port;
    }
}
