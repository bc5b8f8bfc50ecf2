package dev.sluice.cli;

import dev.sluice.AdminOptions;
import dev.sluice.AdminType;
import dev.sluice.Gateway;
import dev.sluice.ProxyBuilder;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Values;
import dev.sluice.cli.line.Values.Address;
import dev.sluice.observe.metrics.MetricsOptions;
import dev.sluice.observe.metrics.MetricsType;
import dev.sluice.observe.spans.TracingOptions;
import dev.sluice.observe.spans.TracingType;
import java.nio.file.Path;

/** Options about those who look after a gateway. */
final class ObserverSide {
    private static final String THIS_MACHINE = "127.0.0.1";

    private final Options options = new Options("Observers:%n");
    private final Option<Address> admin = options.value(
            "--admin",
            "[HOST:]PORT",
            text -> Values.address(text, THIS_MACHINE),
            "Listens for metrics, health, the admin API and the dashboard there, by default on 127.0.0.1. Default: not.");
    private final Option<Path> tokenFile = options.value(
            "--admin-token-file",
            "FILE",
            Path::of,
            "The token for the admin API, made if it is missing. Default: ~/.sluice/admin-token.");
    private final Option<Path> certificate = options.value(
            "--admin-tls-cert",
            "FILE",
            Path::of,
            "Certificate chain in PEM, for TLS at --admin. Read again when it changes.");
    private final Option<Path> key =
            options.value("--admin-tls-key", "FILE", Path::of, "The private key of that certificate in PEM.");
    private final Option<String> otlp = options.value(
            "--otlp", "URL", url -> url, "Sends traces there, such as http://127.0.0.1:4318. Default: not.");

    private final Option<String> otlpMetrics = options.value(
            "--otlp-metrics",
            "URL",
            url -> url,
            "Pushes metrics there, such as http://127.0.0.1:4318/v1/metrics. Default: not.");

    Options options() {
        return options;
    }

    ProxyBuilder applied(ProxyBuilder program) {
        check();
        ProxyBuilder listening =
                admin.addTo(program, (so, where) -> so.at("--admin").setting(AdminType.TYPE, () -> listener(where)));
        ProxyBuilder tracing =
                otlp.addTo(listening, (so, url) -> so.at("--otlp").setting(TracingType.TYPE, () -> tracing(url)));
        return otlpMetrics.addTo(
                tracing, (so, url) -> so.at("--otlp-metrics").setting(MetricsType.TYPE, () -> metrics(url)));
    }

    /** What files say is replaced. */
    Gateway applied(Gateway gateway) {
        check();
        Gateway listening = admin.addTo(gateway, (so, where) -> so.setting(AdminType.TYPE, listener(where)));
        Gateway tracing = otlp.addTo(listening, (so, url) -> so.setting(TracingType.TYPE, tracing(url)));
        return otlpMetrics.addTo(tracing, (so, url) -> so.setting(MetricsType.TYPE, metrics(url)));
    }

    private void check() {
        boolean more = tokenFile.isSet() || certificate.isSet() || key.isSet();
        if (more && !admin.isSet()) {
            throw new IllegalArgumentException(
                    "--admin-token-file, --admin-tls-cert and --admin-tls-key go with --admin, which says where to listen");
        }
        if (certificate.isSet() != key.isSet()) {
            throw new IllegalArgumentException("--admin-tls-cert and --admin-tls-key go together");
        }
    }

    private AdminOptions listener(Address where) {
        AdminOptions.Builder listener = AdminOptions.builder()
                .host(where.host())
                .port(where.port())
                .exposed(true); // whoever types another address means it
        tokenFile.ifSet(listener::tokenFile);
        certificate.ifSet(chain -> key.ifSet(own -> listener.certificate(chain, own)));
        return listener.build();
    }

    private static MetricsOptions metrics(String url) {
        return MetricsOptions.builder().otlp(url).build();
    }

    private static TracingOptions tracing(String url) {
        return TracingOptions.builder().endpoint(url).build();
    }
}
