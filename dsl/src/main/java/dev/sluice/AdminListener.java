package dev.sluice;

import dev.sluice.core.NormalHost;
import dev.sluice.core.UriHost;
import dev.sluice.model.Environment;
import dev.sluice.observe.admin.AdminApi;
import dev.sluice.observe.admin.AdminOptions;
import dev.sluice.observe.health.Health;
import dev.sluice.server.Hosting;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.Pipeline;
import dev.sluice.server.RunningServer;
import dev.sluice.server.WireOptions;
import io.helidon.http.Status;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.spi.ServerFeature;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The listener for those who look after a program: the admin API with its dashboard, and Helidon's observers under {@code
 * /observe}. It listens until the program has come to its end, its drain included.
 *
 * @param server what listens
 * @param api what answers
 * @param options where
 */
record AdminListener(RunningServer server, AdminApi api, AdminOptions options) implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(AdminListener.class.getName());
    private static final Status MISDIRECTED = Status.create(421, "Misdirected Request");
    private static final int CONNECTIONS = 128;
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /**
     * Starts it.
     *
     * @throws IllegalArgumentException if the token file cannot be read or made
     * @throws IllegalStateException if the address cannot be bound
     */
    static AdminListener start(AdminOptions options, Live live, Environment environment) {
        AdminApi api =
                new AdminApi(live.observed(), live::stats, live.recent().orElseThrow(), options, environment.secrets());
        try {
            Pipeline pipeline = new Pipeline(List.of(), api, environment.ticker(), environment.timers())
                    .allowAmbiguousTargets(); // names of pools have slashes
            RunningServer server = RunningServer.start(
                    routing -> routing.addFilter((chain, request, response) -> {
                                if (api.isAddressedBy(NormalHost.of(request.authority()))) {
                                    chain.proceed();
                                } else {
                                    response.status(MISDIRECTED).send();
                                }
                            })
                            .addFeature(new Listener.Hosted(pipeline)),
                    Hosting.of(environment.ticker(), environment.timers()),
                    listen(options),
                    1,
                    List.of(observers(live)));
            AdminListener started = new AdminListener(server, api, options);
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "the admin API listens on {0}; its token is in {1}",
                    started.uri(),
                    options.tokenPath());
            return started;
        } catch (RuntimeException | Error failed) {
            api.close();
            throw failed;
        }
    }

    private static ListenOptions listen(AdminOptions options) {
        return ListenOptions.builder()
                .host(options.host())
                .port(options.port())
                .maxConnections(CONNECTIONS)
                .drainTimeout(DRAIN)
                .clients(WireOptions.builder().build())
                .build();
    }

    private static ServerFeature observers(Live live) {
        return ObserveFeature.builder()
                .observersDiscoverServices(false)
                .addObserver(Health.observer(live.observed()))
                .addObserver(MetricsObserver.create())
                .build();
    }

    /** Where it is found. */
    URI uri() {
        return URI.create("http://" + UriHost.of(options.host()) + ":" + server.port());
    }

    /** Streams of events end first, so that nothing is waited for. */
    @Override
    public void close() {
        api.close();
        server.stopAtOnce();
    }
}
