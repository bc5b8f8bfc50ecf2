package dev.sluice;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionTypes.duration;
import static dev.sluice.model.option.OptionTypes.flag;
import static dev.sluice.model.option.OptionTypes.integer;
import static dev.sluice.model.option.OptionTypes.maybe;
import static dev.sluice.model.option.OptionTypes.nested;
import static dev.sluice.model.option.OptionTypes.opaque;
import static dev.sluice.model.option.OptionTypes.text;

import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.ListenOptions.OwnRoutes;
import dev.sluice.server.TlsOptions;
import dev.sluice.server.WireOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The options of a listener. */
final class ListenerSpecs {
    private static final ListenOptions DEFAULTS = ListenOptions.builder().build();

    private static final OptionSpec<ListenOptions, Integer> PORT =
            optional("port", integer(0), DEFAULTS.port(), ListenOptions::port, "the port to bind; 0 takes a free one");
    private static final OptionSpec<ListenOptions, String> HOST = optional(
            "host", text(), DEFAULTS.host(), ListenOptions::host, "the name or address to bind; the default is all");
    private static final OptionSpec<ListenOptions, Optional<Path>> UNIX_SOCKET = optional(
            "unixSocket",
            maybe(TlsSpecs.FILE),
            DEFAULTS.unixSocket(),
            ListenOptions::unixSocket,
            "a path to listen at in place of host and port");
    private static final OptionSpec<ListenOptions, String> SOCKET_PERMISSIONS = optional(
            "socketPermissions",
            text(),
            DEFAULTS.socketPermissions(),
            ListenOptions::socketPermissions,
            "of the unix socket; whoever may write may connect");
    private static final OptionSpec<ListenOptions, Optional<TlsOptions>> TLS = optional(
            "tls",
            maybe(nested(TlsSpecs.TYPE)),
            DEFAULTS.tls(),
            ListenOptions::tls,
            "certificates and client authentication");
    private static final OptionSpec<ListenOptions, Optional<Integer>> REDIRECT_TO_HTTPS = optional(
            "redirectToHttps",
            maybe(integer(1)),
            DEFAULTS.redirectToHttps(),
            ListenOptions::redirectToHttps,
            "the port to which all requests are redirected, by 308 and over TLS");
    private static final OptionSpec<ListenOptions, WireOptions> CLIENTS = optional(
            "clients",
            nested(ClientSpecs.TYPE),
            DEFAULTS.clients(),
            ListenOptions::clients,
            "limits and deadlines of clients, and whose word about them is believed");
    private static final OptionSpec<ListenOptions, Optional<Integer>> MAX_CONNECTIONS = optional(
            "maxConnections",
            maybe(integer(1)),
            DEFAULTS.maxConnections(),
            ListenOptions::maxConnections,
            "clients at a time; none for what open files and heap allow");
    private static final OptionSpec<ListenOptions, Duration> DRAIN_DELAY = optional(
            "drainDelay",
            duration(),
            DEFAULTS.drainDelay(),
            ListenOptions::drainDelay,
            "how long a stop goes on serving before it drains");
    private static final OptionSpec<ListenOptions, Duration> DRAIN_TIMEOUT = optional(
            "drainTimeout",
            duration(),
            DEFAULTS.drainTimeout(),
            ListenOptions::drainTimeout,
            "how long a stop lets exchanges end");
    private static final OptionSpec<ListenOptions, Optional<OwnRoutes>> ROUTES = optional(
            "routes",
            maybe(opaque("routes")),
            DEFAULTS.routes(),
            ListenOptions::routes,
            "routes of one's own beside it");

    private static final OptionSpec<ListenOptions, Optional<Boolean>> ALLOW_AMBIGUOUS_TARGETS = optional(
            "allowAmbiguousTargets",
            maybe(flag()),
            DEFAULTS.allowAmbiguousTargets(),
            ListenOptions::allowAmbiguousTargets,
            "whether targets that can be read differently are passed on; none for only without own routes");

    static final List<OptionSpec<ListenOptions, ?>> ALL = List.of(
            PORT,
            HOST,
            UNIX_SOCKET,
            SOCKET_PERMISSIONS,
            TLS,
            REDIRECT_TO_HTTPS,
            CLIENTS,
            MAX_CONNECTIONS,
            DRAIN_DELAY,
            DRAIN_TIMEOUT,
            ROUTES,
            ALLOW_AMBIGUOUS_TARGETS);

    private ListenerSpecs() {}

    static ListenOptions read(OptionValues<ListenOptions> values) {
        return new ListenOptions(
                values.get(HOST),
                values.get(PORT),
                values.get(UNIX_SOCKET),
                values.get(SOCKET_PERMISSIONS),
                values.get(TLS),
                values.get(REDIRECT_TO_HTTPS),
                values.get(CLIENTS),
                values.get(MAX_CONNECTIONS),
                values.get(DRAIN_DELAY),
                values.get(DRAIN_TIMEOUT),
                values.get(ROUTES),
                values.get(ALLOW_AMBIGUOUS_TARGETS));
    }
}
