package dev.sluice.server;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.peer.Trust;
import dev.sluice.core.time.Ticker;
import dev.sluice.io.Deadlines;
import dev.sluice.testkit.Http2Bridge;
import dev.sluice.testkit.RawClient;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a test's pipeline runs. */
enum Host {
    /** Sluice's own HTTP/1.1. */
    WIRE,
    /** Sluice's own HTTP/2, to a client whose HTTP/1.1 is translated. */
    WIRE_HTTP2,
    /** A WebServer as anybody builds it, with Helidon's HTTP/1.1 and HTTP/2. */
    PORTABLE;

    /** The name of a field as most people write it; {@code te} is TE. */
    static String capitalized(String name) {
        if (name.equals("te")) {
            return "TE";
        }
        StringBuilder text = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if (i == 0 || name.charAt(i - 1) == '-' || name.charAt(i - 1) == '_') {
                text.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return text.toString();
    }

    static final Hosting HOSTING = Hosting.of(Ticker.system(), Deadlines.system());

    /** A pipeline on the machine's time, which takes any target. */
    static Pipeline pipeline(List<? extends Middleware> steps, Handler end) {
        return new Pipeline(steps, end, HOSTING.ticker(), HOSTING.timers()).allowAmbiguousTargets();
    }

    /** A server that a test has started. */
    record Running(int port, Runnable stop) implements AutoCloseable {
        RawClient connect() throws IOException {
            return RawClient.connect(port);
        }

        /** The same server, to clients whose HTTP/1.1 is translated to HTTP/2. */
        Running overHttp2() {
            Http2Bridge bridge = Http2Bridge.to(port);
            return new Running(bridge.port(), () -> {
                bridge.close();
                stop.run();
            });
        }

        @Override
        public void close() {
            stop.run();
        }
    }

    Running start(Handler handler) {
        return start(pipeline(List.of(), handler));
    }

    Running start(Pipeline pipeline) {
        return routes(pipeline::install);
    }

    /** Behind proxies whose word is believed. */
    Running start(Handler handler, Trust trust) {
        Pipeline pipeline = pipeline(List.of(), handler);
        return switch (this) {
            case WIRE -> wire(handler, WireOptions.builder().trust(trust).build());
            case WIRE_HTTP2 ->
                wire(handler, WireOptions.builder().trust(trust).build()).overHttp2();
            case PORTABLE ->
                routes(routing -> {
                    routing.addFeature(new Trusting(trust));
                    pipeline.install(routing);
                });
        };
    }

    Running routes(Consumer<HttpRouting.Builder> routes) {
        return switch (this) {
            case WIRE -> wire(routes, List.of(), WireOptions.builder().build());
            case WIRE_HTTP2 ->
                wire(routes, List.of(), WireOptions.builder().build()).overHttp2();
            case PORTABLE -> portable(routes, Optional.empty());
        };
    }

    /** The wire host with options of one's own. */
    static Running wire(Handler handler, WireOptions options) {
        return wire(pipeline(List.of(), handler)::install, List.of(), options);
    }

    static Running wire(Consumer<HttpRouting.Builder> routes, List<ExchangeRecorder> recorders, WireOptions options) {
        return listen(routes, recorders, listening().clients(options).build());
    }

    static Running listen(
            Consumer<HttpRouting.Builder> routes, List<ExchangeRecorder> recorders, ListenOptions options) {
        RunningServer server = RunningServer.start(
                routes, new Hosting(recorders, ErrorRenderer.text(), HOSTING.ticker(), HOSTING.timers()), options);
        return new Running(server.port(), server::stop);
    }

    /** Options of a listener on loopback that stops at once. */
    static ListenOptions.Builder listening() {
        return ListenOptions.builder().host("127.0.0.1").port(0).drainTimeout(Duration.ofMillis(50));
    }

    /** A WebServer as anybody builds it. */
    static Running portable(Consumer<HttpRouting.Builder> routes, Optional<Tls> tls) {
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.accept(routing);
        WebServerConfig.Builder config = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(50))
                .addRouting(routing);
        tls.ifPresent(config::tls);
        WebServer server = config.build().start();
        return new Running(server.port(), server::stop);
    }
}
