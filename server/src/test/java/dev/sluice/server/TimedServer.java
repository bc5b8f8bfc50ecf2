package dev.sluice.server;

import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.testkit.ManualTimers;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server in virtual time, which tells how long it waits for bodies. */
final class TimedServer implements AutoCloseable {
    /** How long it waits for heads: no wait for a body is as long. */
    static final Duration HEAD = Duration.ofSeconds(10);

    /** How long it waits for the next byte of a body. */
    static final Duration STALL = Duration.ofSeconds(30);

    private static final Duration IDLE = Duration.ofHours(2);

    final ManualTimers time = new ManualTimers();
    final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final Hosting hosting = Hosting.of(time.ticker(), time);
    private final List<WebServer> servers = new ArrayList<>();
    private WireHost wire = WireHost.create(WireOptions.builder().build(), hosting);

    /** Starts it on a port of its own. */
    int start(Handler handler, WireOptions.Builder options) {
        wire = WireHost.create(options.headTimeout(HEAD).idleTimeout(IDLE).build(), hosting);
        HttpRouting.Builder routing = HttpRouting.builder();
        new Pipeline(List.of(), request -> handler.handle(request).onEnd(outcomes::add), time.ticker(), time)
                .install(routing);
        WebServer server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .useNio(false)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(50))
                .connectionOptions(wire.connectionOptions())
                .addConnectionSelector(wire)
                .addRouting(routing)
                .build()
                .start();
        servers.add(server);
        return server.port();
    }

    WireHost wire() {
        return wire;
    }

    /** The deadline of the next wait for a body. */
    Duration nextOfBody() throws InterruptedException {
        Duration next = time.nextSet();
        while (!isOfBody(next)) {
            next = time.nextSet();
        }
        return next;
    }

    /** The same, if the wait has begun already; zero if not. */
    Duration nextOfBodyAlready() {
        Duration next = time.nextSetAlready().orElse(Duration.ZERO);
        while (!next.isZero() && !isOfBody(next)) {
            next = time.nextSetAlready().orElse(Duration.ZERO);
        }
        return next;
    }

    /** Other waits are those for heads, those of idle connections, and short ones of watches that look again and again. */
    private static boolean isOfBody(Duration set) {
        return !set.equals(HEAD) && !set.equals(IDLE) && set.compareTo(Duration.ofSeconds(1)) >= 0;
    }

    @Override
    public void close() {
        servers.forEach(WebServer::stop);
    }
}
