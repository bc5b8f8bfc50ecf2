package dev.sluice.cli;

import dev.sluice.core.Cidr;
import dev.sluice.forwarder.ForwarderOptions;
import io.helidon.common.configurable.Resource;
import io.helidon.common.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that concern upstreams. What is not set keeps its default. */
final class UpstreamSide {
    @Option(names = "--pass-host", description = "Upstreams see the client's Host instead of their own.")
    private boolean passHost;

    @Option(
            names = "--trusted",
            paramLabel = "CIDR",
            description = "Clients whose X-Forwarded-* are believed, such as 10.0.0.0/8. May be repeated.")
    private List<Cidr> trusted = List.of();

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            description = "For a connection; beyond it 504. Default: 5s.")
    private @Nullable Duration connectTimeout;

    @Option(
            names = "--response-timeout",
            paramLabel = "TIME",
            description = "For the head of a response; beyond it 504. Default: 30s; 0 is no limit.")
    private @Nullable Duration responseTimeout;

    @Option(
            names = "--upstream-ca",
            paramLabel = "FILE",
            description = "Certificates in PEM that are trusted instead of those that the JVM trusts.")
    private @Nullable Path authorities;

    @Option(names = "--insecure-skip-verify", description = "Trusts any certificate of any upstream.")
    private boolean trustAll;

    void apply(ForwarderOptions.Builder options) {
        options.passHost(passHost).trustedPeers(trusted);
        if (connectTimeout != null) {
            options.connectTimeout(connectTimeout);
        }
        if (responseTimeout != null) {
            options.responseTimeout(responseTimeout);
        }
        if (authorities != null) {
            options.tls(trusting(authorities));
        }
        if (trustAll) {
            options.insecureSkipVerify();
        }
    }

    private static Tls trusting(Path authorities) {
        Resource certificates = Pem.read("--upstream-ca", authorities);
        return Pem.parse(
                "--upstream-ca",
                () -> Tls.builder()
                        .trust(keys -> keys.pem(pem -> pem.certificates(certificates)))
                        .build());
    }
}
