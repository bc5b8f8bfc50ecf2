package dev.sluice.cli;

import dev.sluice.Listen;
import dev.sluice.Running;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Values;
import dev.sluice.cli.line.Values.Address;
import dev.sluice.cli.line.Values.Size;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.peer.Trust;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.core.syntax.UriHost;
import dev.sluice.server.Http2Limits;
import dev.sluice.server.WireOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The options that concern clients: where to listen, and what clients are granted. What is not set keeps its default:
 * the words of the descriptions repeat those of {@link WireOptions} and {@link Listen}.
 */
final class ClientSide {
    /** The same as {@link Listen}'s. */
    static final Address ALL_ADDRESSES = new Address("0.0.0.0", 8080);

    static final Address LOOPBACK = new Address("127.0.0.1", 8080);

    private final Address byDefault;

    private final Options options = new Options("Clients:%n");
    private final Option<Address> address;
    private final Option<Path> certificate = options.value(
            "--tls-cert",
            "FILE",
            Path::of,
            "Certificate chain in PEM, to listen with TLS. Read again when it changes.");
    private final Option<Path> key =
            options.value("--tls-key", "FILE", Path::of, "The certificate's private key in PEM.");
    private final Option<List<Cidr>> trusted = options.values(
            "--trusted",
            "CIDR",
            Cidr::of,
            "Proxies in front, such as 10.0.0.0/8, whose X-Forwarded-* are believed. May be repeated.");
    private final Option<Duration> headTimeout = options.value(
            "--head-timeout", "TIME", Values::duration, "For the head of a request; beyond it 408. Default: 10s.");
    private final Option<Duration> bodyTimeout = options.value(
            "--body-timeout", "TIME", Values::duration, "For each next part of a body; beyond it 408. Default: 30s.");
    private final Option<Size> minRate = options.value(
            "--min-rate",
            "SIZE",
            Values::size,
            "Bytes a second of a body, both ways; slower for 30s: 408, or cut. 0 for none. Default: 240.");
    private final Option<Duration> idleTimeout = options.value(
            "--idle-timeout", "TIME", Values::duration, "Between two requests on a connection. Default: 60s.");
    private final Option<Duration> tunnelIdleTimeout = options.value(
            "--tunnel-idle-timeout",
            "TIME",
            Values::duration,
            "For a tunnel in which no byte moves. Default: no limit.");
    private final Option<Size> maxBody = options.value(
            "--max-body",
            "SIZE",
            Values::size,
            "Of the body of a request, such as 10m; beyond it 413. Default: no limit.");
    private final Option<MessageLimits> maxHead = options.value(
            "--max-head", "SIZE", Values::maxHead, "Of the head of a request; beyond it 431. Default: 32k.");
    private final Option<Boolean> noHttp2 = options.flag("--no-http2", "Speaks HTTP/1.1 only.");
    private final Option<Integer> maxStreams = options.value(
            "--max-streams",
            "N",
            Values::integer,
            "Requests at a time on a connection of HTTP/2; further ones are refused. Default: 100.");
    private final Option<Integer> maxConnections = options.value(
            "--max-connections",
            "N",
            Values::integer,
            "At a time; further ones wait. Default: what the limit of open files allows.");
    private final Option<Duration> drainTimeout = options.value(
            "--drain-timeout", "TIME", Values::duration, "For exchanges to end after SIGTERM. Default: 10s.");

    private final Option<Duration> drainDelay = options.value(
            "--drain-delay",
            "TIME",
            Values::duration,
            "Goes on serving so long after SIGTERM, then drains. Default: 0.");

    /** The default is said in the help. */
    ClientSide(Address byDefault) {
        this.byDefault = byDefault;
        String reach = isEverybody(byDefault) ? ", all addresses of the machine" : "";
        address = options.firstValue(
                "--listen",
                "HOST:PORT",
                Values::address,
                "Where to listen; port 0 takes a free one. Default: " + byDefault + reach + ".");
    }

    Options options() {
        return options;
    }

    /** Whether somebody has said where to listen. */
    boolean tellsWhere() {
        return address.isSet();
    }

    /** Applies them; the process is stopped by {@link Foreground}. */
    void apply(Listen listen) {
        listen.host(address().host()).port(address().port()).clients(this::limits);
        listen.stopWithProcess(false);
        maxConnections.ifSet(listen::maxConnections);
        drainTimeout.ifSet(listen::drainTimeout);
        drainDelay.ifSet(listen::drainDelay);
        trusted.ifSet(hops -> listen.trust(Trust.in(hops)));
        if (secure()) {
            secure(listen);
        }
    }

    private void limits(WireOptions.Builder limits) {
        headTimeout.ifSet(limits::headTimeout);
        bodyTimeout.ifSet(limits::bodyTimeout);
        minRate.ifSet(size -> limits.minRequestRate(size.bytes()).minResponseRate(size.bytes()));
        idleTimeout.ifSet(limits::idleTimeout);
        tunnelIdleTimeout.ifSet(limits::tunnelIdleTimeout);
        maxHead.ifSet(limits::limits);
        maxBody.ifSet(size -> limits.maxBody(size.bytes()));
        noHttp2.ifSet(off -> limits.http2(!off));
        maxStreams.ifSet(streams -> limits.http2Limits(http2Limits(streams)));
    }

    private static Http2Limits http2Limits(int maxStreams) {
        Http2Limits standard = Http2Limits.DEFAULT;
        return new Http2Limits(
                maxStreams,
                standard.streamWindow(),
                standard.connectionWindow(),
                standard.resets(),
                standard.glitches());
    }

    private boolean secure() {
        return certificate.isSet() || key.isSet();
    }

    private void secure(Listen listen) {
        Path certificateFile = certificate.value();
        Path keyFile = key.value();
        if (certificateFile == null || keyFile == null) {
            throw new IllegalArgumentException("--tls-cert and --tls-key go together");
        }
        listen.certificate(certificateFile, keyFile);
    }

    /**
     * Opens log files anew, then reads certificate and key again, for new connections.
     *
     * @throws IllegalArgumentException if they cannot be used; the old ones stay
     */
    static void reload(Running program) {
        program.reopenLogs();
        program.reloadCertificates();
    }

    /** Where clients find a proxy that listens on a port. */
    String url(int port) {
        return (secure() ? "https://" : "http://") + UriHost.of(address().host()) + ":" + port;
    }

    /** What a person is told: also whom it reaches, if that is everybody. */
    String told(int port) {
        return url(port) + (isEverybody(address()) ? " (all addresses)" : "");
    }

    private static boolean isEverybody(Address address) {
        return address.host().equals(ALL_ADDRESSES.host());
    }

    private Address address() {
        return address.or(byDefault);
    }
}
