package dev.sluice.ends;

import dev.sluice.core.Upstream;
import dev.sluice.core.options.Mistakes;
import dev.sluice.ends.ForwardType.Forward;
import dev.sluice.forwarder.ForwardOptions;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.forwarder.TransportOptions;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The options of {@code forward}: where to, how a request is forwarded, and how upstreams are reached. */
final class ForwardSpecs {
    private static final ForwarderOptions DEFAULTS = ForwarderOptions.defaults();

    private static final OptionSpec<Forward, Optional<Upstream>> UPSTREAM = OptionSpec.optional(
            "upstream",
            OptionTypes.maybe(OptionTypes.parsed("http://host[:port][/base]", Upstream::of, Upstream::toString)),
            Optional.empty(),
            Forward::upstream,
            "the one upstream; none if a step before picks one");

    private static final OptionSpec<Forward, Duration> RESPONSE_TIMEOUT = forward(
            "responseTimeout",
            OptionTypes.duration(),
            ForwardOptions::responseTimeout,
            "until the head of the response");
    private static final OptionSpec<Forward, Duration> BETWEEN_BYTES_TIMEOUT = forward(
            "betweenBytesTimeout",
            OptionTypes.duration(),
            ForwardOptions::betweenBytesTimeout,
            "until the next bytes of a message");
    private static final OptionSpec<Forward, Duration> STREAM_TIMEOUT = forward(
            "streamTimeout",
            OptionTypes.duration(),
            ForwardOptions::streamTimeout,
            "until the next bytes of an event stream, or of gRPC");
    private static final OptionSpec<Forward, Duration> ATTEMPT_TIMEOUT = forward(
            "attemptTimeout",
            OptionTypes.duration(),
            ForwardOptions::attemptTimeout,
            "from the pick of the upstream to the head of its response; 0 is no limit");
    private static final OptionSpec<Forward, Optional<String>> DEADLINE_FIELD = forward(
            "deadlineField",
            OptionTypes.maybe(OptionTypes.text()),
            ForwardOptions::deadlineField,
            "the field that tells the upstream the milliseconds that are left");
    private static final OptionSpec<Forward, Duration> MAX_GRPC_TIMEOUT = forward(
            "maxGrpcTimeout",
            OptionTypes.duration(),
            ForwardOptions::maxGrpcTimeout,
            "the longest grpc-timeout that is honoured; 0 for what clients ask for");
    private static final OptionSpec<Forward, Boolean> PASS_HOST = forward(
            "passHost", OptionTypes.flag(), ForwardOptions::passHost, "whether the upstream sees the client's Host");
    private static final OptionSpec<Forward, Optional<String>> HOST = forward(
            "host", OptionTypes.maybe(OptionTypes.text()), ForwardOptions::host, "what the upstream sees as Host");
    private static final OptionSpec<Forward, Boolean> FORWARDED =
            forward("forwarded", OptionTypes.flag(), ForwardOptions::forwarded, "whether Forwarded is sent, too");
    private static final OptionSpec<Forward, String> SERVER_NAME =
            forward("serverName", OptionTypes.text(), ForwardOptions::serverName, "our name in X-Forwarded-Server");
    private static final OptionSpec<Forward, String> VIA =
            forward("via", OptionTypes.text(), ForwardOptions::via, "our name in Via; empty for no Via");
    private static final OptionSpec<Forward, ForwardOptions.Underscores> UNDERSCORES = forward(
            "underscores",
            OptionTypes.oneOf(ForwardOptions.Underscores.class),
            ForwardOptions::underscores,
            "what happens to look-alikes such as Content_Length");
    private static final OptionSpec<Forward, Boolean> REWRITE_LOCATIONS = forward(
            "rewriteLocations",
            OptionTypes.flag(),
            ForwardOptions::rewriteLocations,
            "whether URLs that name the upstream are made to name the gateway");
    private static final OptionSpec<Forward, Boolean> ALLOW_DOT_SEGMENTS = forward(
            "allowDotSegments",
            OptionTypes.flag(),
            ForwardOptions::allowDotSegments,
            "whether '..' may lead out of an upstream's base path");

    private static final OptionSpec<Forward, Optional<Tls>> TLS =
            transport("tls", code("TLS"), TransportOptions::tls, "authorities and client certificate");
    private static final OptionSpec<Forward, Boolean> INSECURE_SKIP_VERIFY = transport(
            "insecureSkipVerify",
            OptionTypes.flag(),
            TransportOptions::insecureSkipVerify,
            "takes any certificate of any upstream");
    private static final OptionSpec<Forward, Optional<String>> TLS_SERVER_NAME = transport(
            "tlsServerName",
            OptionTypes.maybe(OptionTypes.text()),
            TransportOptions::tlsServerName,
            "the name that is sent in TLS and looked for in the certificate");
    /** Types of WebClient's are met in the forwarder only, so these two are not named here. */
    private static final OptionSpec<Forward, Optional<Object>> DNS =
            transport("dns", code("resolver of names"), options -> any(options.dns()), "finds the addresses of names");

    private static final OptionSpec<Forward, Optional<Object>> PROXY =
            transport("proxy", code("outbound proxy"), options -> any(options.proxy()), "the way out");
    private static final OptionSpec<Forward, Optional<SocketOptions>> SOCKET_OPTIONS =
            transport("socketOptions", code("socket options"), TransportOptions::socketOptions, "buffers, keep-alive");
    private static final OptionSpec<Forward, Optional<Path>> UNIX_SOCKET = transport(
            "unixSocket",
            OptionTypes.maybe(OptionTypes.parsed("path", Path::of, Path::toString)),
            TransportOptions::unixSocket,
            "a Unix domain socket that leads to every upstream");
    private static final OptionSpec<Forward, Duration> CONNECT_TIMEOUT = transport(
            "connectTimeout", OptionTypes.duration(), TransportOptions::connectTimeout, "for look-up and TCP");
    private static final OptionSpec<Forward, Duration> TLS_TIMEOUT = transport(
            "tlsTimeout", OptionTypes.duration(), TransportOptions::tlsTimeout, "for the handshake with the upstream");
    private static final OptionSpec<Forward, Duration> IDLE_TIMEOUT = transport(
            "idleTimeout",
            OptionTypes.duration(),
            TransportOptions::idleTimeout,
            "how long an unused connection is kept");
    private static final OptionSpec<Forward, Duration> MAX_CONNECTION_AGE = transport(
            "maxConnectionAge",
            OptionTypes.duration(),
            TransportOptions::maxConnectionAge,
            "how long a connection is used; 0 is no limit");
    private static final OptionSpec<Forward, Integer> MAX_CONNECTION_REQUESTS = transport(
            "maxConnectionRequests",
            OptionTypes.integer(0),
            TransportOptions::maxConnectionRequests,
            "how many requests are sent on a connection; 0 is no limit");
    private static final OptionSpec<Forward, Integer> MAX_CONNECTIONS =
            transport("maxConnections", OptionTypes.integer(1), TransportOptions::maxConnections, "to one upstream");
    private static final OptionSpec<Forward, Integer> MAX_WAITING = transport(
            "maxWaiting", OptionTypes.integer(0), TransportOptions::maxWaiting, "requests in line for a connection");
    private static final OptionSpec<Forward, Integer> MAX_TUNNELS =
            transport("maxTunnels", OptionTypes.integer(0), TransportOptions::maxTunnels, "to one upstream");
    private static final OptionSpec<Forward, Integer> CLIENT_SHARE = transport(
            "clientShare",
            OptionTypes.integer(1),
            TransportOptions::clientShare,
            "percent of these that one client gets when they are short");
    private static final OptionSpec<Forward, TransportOptions.Http2> HTTP2 = transport(
            "http2",
            OptionTypes.oneOf(TransportOptions.Http2.class),
            TransportOptions::http2,
            "whether upstreams are spoken to in HTTP/2; those of h2c:// always are");
    private static final OptionSpec<Forward, Integer> MAX_STREAMS = transport(
            "maxStreams", OptionTypes.integer(1), TransportOptions::maxStreams, "exchanges on an HTTP/2 connection");
    private static final OptionSpec<Forward, Duration> PING_AFTER = transport(
            "pingAfter",
            OptionTypes.duration(),
            TransportOptions::pingAfter,
            "silence of an HTTP/2 connection after which a PING tests it; 0 is never");
    private static final OptionSpec<Forward, Integer> MAX_RESPONSE_HEAD = transport(
            "maxResponseHead",
            OptionTypes.integer(1024),
            TransportOptions::maxResponseHead,
            "bytes of a response's head");

    static final List<OptionSpec<Forward, ?>> ALL = List.of(
            UPSTREAM,
            RESPONSE_TIMEOUT,
            BETWEEN_BYTES_TIMEOUT,
            STREAM_TIMEOUT,
            ATTEMPT_TIMEOUT,
            DEADLINE_FIELD,
            MAX_GRPC_TIMEOUT,
            PASS_HOST,
            HOST,
            FORWARDED,
            SERVER_NAME,
            VIA,
            UNDERSCORES,
            REWRITE_LOCATIONS,
            ALLOW_DOT_SEGMENTS,
            TLS,
            INSECURE_SKIP_VERIFY,
            TLS_SERVER_NAME,
            DNS,
            PROXY,
            SOCKET_OPTIONS,
            UNIX_SOCKET,
            CONNECT_TIMEOUT,
            TLS_TIMEOUT,
            IDLE_TIMEOUT,
            MAX_CONNECTION_AGE,
            MAX_CONNECTION_REQUESTS,
            MAX_CONNECTIONS,
            MAX_WAITING,
            MAX_TUNNELS,
            CLIENT_SHARE,
            HTTP2,
            MAX_STREAMS,
            PING_AFTER,
            MAX_RESPONSE_HEAD);

    private ForwardSpecs() {}

    private static <T> OptionSpec<Forward, T> forward(
            String name, OptionType<T> type, Function<ForwardOptions, T> get, String says) {
        return OptionSpec.optional(
                name,
                type,
                get.apply(DEFAULTS.forward()),
                options -> get.apply(options.forwarding().forward()),
                says);
    }

    private static <T> OptionSpec<Forward, T> transport(
            String name, OptionType<T> type, Function<TransportOptions, T> get, String says) {
        return OptionSpec.optional(
                name,
                type,
                get.apply(DEFAULTS.transport()),
                options -> get.apply(options.forwarding().transport()),
                says);
    }

    private static <T> OptionType<Optional<T>> code(String what) {
        return OptionTypes.maybe(OptionTypes.opaque(what));
    }

    private static Optional<Object> any(Optional<?> value) {
        return value.map(code -> code);
    }

    /** Code of the program's own comes from {@link #any} alone: nothing reads it. */
    @SuppressWarnings("unchecked")
    private static <T> Optional<T> same(Optional<Object> value) {
        return (Optional<T>) value;
    }

    static Forward read(OptionValues<Forward> values) {
        Mistakes mistakes = new Mistakes();
        Optional<ForwardOptions> forward = mistakes.made(() -> new ForwardOptions(
                values.get(RESPONSE_TIMEOUT),
                values.get(BETWEEN_BYTES_TIMEOUT),
                values.get(STREAM_TIMEOUT),
                values.get(ATTEMPT_TIMEOUT),
                values.get(DEADLINE_FIELD),
                values.get(MAX_GRPC_TIMEOUT),
                values.get(PASS_HOST),
                values.get(HOST),
                values.get(FORWARDED),
                values.get(SERVER_NAME),
                values.get(VIA),
                values.get(UNDERSCORES),
                values.get(REWRITE_LOCATIONS),
                values.get(ALLOW_DOT_SEGMENTS)));
        Optional<TransportOptions> transport = mistakes.made(() -> new TransportOptions(
                values.get(TLS),
                values.get(INSECURE_SKIP_VERIFY),
                values.get(TLS_SERVER_NAME),
                same(values.get(DNS)),
                same(values.get(PROXY)),
                values.get(SOCKET_OPTIONS),
                values.get(UNIX_SOCKET),
                values.get(CONNECT_TIMEOUT),
                values.get(TLS_TIMEOUT),
                values.get(IDLE_TIMEOUT),
                values.get(MAX_CONNECTION_AGE),
                values.get(MAX_CONNECTION_REQUESTS),
                values.get(MAX_CONNECTIONS),
                values.get(MAX_WAITING),
                values.get(MAX_TUNNELS),
                values.get(CLIENT_SHARE),
                values.get(HTTP2),
                values.get(MAX_STREAMS),
                values.get(PING_AFTER),
                values.get(MAX_RESPONSE_HEAD)));
        mistakes.throwIfAny();
        return new Forward(values.get(UPSTREAM), new ForwarderOptions(forward.orElseThrow(), transport.orElseThrow()));
    }
}
