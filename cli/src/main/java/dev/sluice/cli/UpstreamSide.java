package dev.sluice.cli;

import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Values;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.forwarder.TransportOptions.Http2;
import dev.sluice.io.Pem;
import io.helidon.common.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** The options that concern upstreams. What is not set keeps its default. */
final class UpstreamSide {
    private final Options options = new Options("Upstreams:%n");
    private final Option<Boolean> passHost =
            options.flag("--pass-host", "Upstreams see the client's Host instead of their own.");
    private final Option<Duration> connectTimeout = options.value(
            "--connect-timeout", "TIME", Values::duration, "For a connection; beyond it 504. Default: 5s.");
    private final Option<Duration> responseTimeout = options.value(
            "--response-timeout",
            "TIME",
            Values::duration,
            "For the head of a response; beyond it 504. Default: 30s; 0 is no limit.");
    private final Option<Duration> betweenBytesTimeout = options.value(
            "--between-bytes-timeout",
            "TIME",
            Values::duration,
            "For each next part of a message; beyond it the transfer is broken. Default: 60s; 0 is no limit.");
    private final Option<Duration> streamTimeout = options.value(
            "--stream-timeout",
            "TIME",
            Values::duration,
            "The same for event streams and gRPC, which may be silent. Default: 1h; 0 is no limit.");
    private final Option<Duration> attemptTimeout = options.value(
            "--attempt-timeout",
            "TIME",
            Values::duration,
            "From the pick of an upstream to the head of its response; beyond it 504. Default: no limit.");
    private final Option<String> tlsServerName = options.value(
            "--server-name",
            "NAME",
            name -> name,
            "What upstreams are called in TLS, for SNI and verification. Default: the host of the URL.");
    private final Option<Path> authorities = options.value(
            "--upstream-ca",
            "FILE",
            Path::of,
            "Certificates in PEM that are trusted instead of those that the JVM trusts.");
    private final Option<Http2> http2 = options.value(
            "--http2",
            "HOW",
            UpstreamSide::http2,
            "HTTP/2 to upstreams: 'off', 'prefer' (with TLS, if they choose it) or 'require'. Default: off, but for h2c://.");
    private final Option<Boolean> trustAll =
            options.flag("--insecure-skip-verify", "Trusts any certificate of any upstream.");

    Options options() {
        return options;
    }

    void apply(ForwarderOptions.Builder forwarding) {
        passHost.ifSet(forwarding::passHost);
        connectTimeout.ifSet(forwarding::connectTimeout);
        responseTimeout.ifSet(forwarding::responseTimeout);
        betweenBytesTimeout.ifSet(forwarding::betweenBytesTimeout);
        streamTimeout.ifSet(forwarding::streamTimeout);
        attemptTimeout.ifSet(forwarding::attemptTimeout);
        tlsServerName.ifSet(forwarding::tlsServerName);
        authorities.ifSet(file -> forwarding.tls(trusting(file)));
        http2.ifSet(forwarding::http2);
        trustAll.ifSet(yes -> forwarding.insecureSkipVerify());
    }

    private static Http2 http2(String how) {
        return Arrays.stream(Http2.values())
                .filter(one -> one.name().equalsIgnoreCase(how))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be off, prefer or require"));
    }

    private static Tls trusting(Path authorities) {
        return Tls.builder()
                .trust(Pem.certificates("--upstream-ca", authorities))
                .build();
    }
}
