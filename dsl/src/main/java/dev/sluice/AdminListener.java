package dev.sluice;

import dev.sluice.core.Handler;
import dev.sluice.model.Environment;
import dev.sluice.observe.admin.AdminAccess;
import dev.sluice.observe.admin.AdminApi;
import dev.sluice.observe.health.Health;
import dev.sluice.server.Hosting;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.Pipeline;
import dev.sluice.server.RunningServer;
import io.helidon.webserver.http.Filter;
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
 * @param listener what listens
 * @param api what answers
 */
record AdminListener(Listener listener, AdminApi api) implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(AdminListener.class.getName());
    private static final int CONNECTIONS = 128;
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /**
     * Starts it.
     *
     * @throws dev.sluice.core.options.MistakesException naming everything that is wrong with names and files
     * @throws IllegalArgumentException if the token file cannot be read or made
     * @throws IllegalStateException if the address cannot be bound
     */
    static AdminListener start(AdminOptions options, Live live, Environment environment) {
        AdminAccess access = options.access();
        AdminApi api =
                new AdminApi(live.observed(), live::stats, live.recent().orElseThrow(), access, environment.secrets());
        try {
            ListenOptions listen = listen(options);
            RunningServer server = RunningServer.start(
                    routing -> routing.addFilter(addressed(access, pipeline(api::misdirected, environment)))
                            .addFeature(new Listener.Hosted(pipeline(api, environment))),
                    Hosting.of(environment.ticker(), environment.timers()),
                    listen,
                    1,
                    List.of(observers(live)));
            AdminListener started = new AdminListener(new Listener(listen, server), api);
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "the admin API listens on {0}; its token is in {1}",
                    started.uri(),
                    access.tokenFile());
            return started;
        } catch (RuntimeException | Error failed) {
            api.close();
            throw failed;
        }
    }

    /** Names of pools have slashes. */
    private static Pipeline pipeline(Handler handler, Environment environment) {
        return new Pipeline(List.of(), handler, environment.ticker(), environment.timers()).allowAmbiguousTargets();
    }

    /** Stands before all that the listener has, Helidon's observers included. */
    private static Filter addressed(AdminAccess access, Pipeline misdirected) {
        return (chain, request, response) -> {
            if (access.isAddressedBy(request.authority())) {
                chain.proceed();
            } else {
                misdirected.answer(request, response);
            }
        };
    }

    private static ListenOptions listen(AdminOptions options) {
        ListenOptions.Builder listen = ListenOptions.builder()
                .host(options.host())
                .port(options.port())
                .maxConnections(CONNECTIONS)
                .drainTimeout(DRAIN);
        options.tls().ifPresent(listen::tls);
        return listen.build();
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
        return listener.uri();
    }

    /** Reads the files of its certificates again, as {@link RunningServer#reloadCertificates} does. */
    void reloadCertificates() {
        listener.server().reloadCertificates();
    }

    /** Streams of events end first, so that nothing is waited for. */
    @Override
    public void close() {
        api.close();
        listener.server().stopAtOnce();
    }
}
