package dev.sluice.opentelemetry;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Proxy;
import dev.sluice.ProxyBuilder;
import dev.sluice.RunningProxy;
import dev.sluice.core.peer.Trust;
import dev.sluice.observe.spans.TracingOptions;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A gateway with tracing on, in front of a scripted upstream. */
final class Traced implements AutoCloseable {
    /** Kept, because a logger that nobody keeps forgets its level. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private static final Logger SLUICE = Logger.getLogger("dev.sluice");

    static {
        HELIDON.setLevel(Level.WARNING);
        SLUICE.setLevel(Level.SEVERE);
    }

    private final FakeUpstream upstream;
    private final RunningProxy running;

    private Traced(FakeUpstream upstream, RunningProxy running) {
        this.upstream = upstream;
        this.running = running;
    }

    static Traced answering(String response, Consumer<TracingOptions.Builder> options) {
        return of(
                FakeUpstream.answering(response),
                options,
                (proxy, to) -> proxy.roundRobin(to.url()).forward());
    }

    static Traced of(
            FakeUpstream upstream,
            Consumer<TracingOptions.Builder> options,
            BiFunction<ProxyBuilder, FakeUpstream, Proxy> program) {
        ProxyBuilder traced = proxy().tracing(tracing -> options.accept(tracing.ratio(1)));
        RunningProxy running = program.apply(traced, upstream)
                .listen(listen -> listen.host("127.0.0.1")
                        .port(0)
                        .trust(Trust.in("127.0.0.0/8"))
                        .drainTimeout(Duration.ZERO));
        return new Traced(upstream, running);
    }

    /** Sends a request and reads all of the answer. */
    String ask(String target, String... lines) throws IOException {
        String more = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
        return askRaw("GET " + target + " HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n" + more + "\r\n");
    }

    String askRaw(String request) throws IOException {
        try (RawClient client = RawClient.connect(running.port())) {
            return client.send(request).rest();
        }
    }

    /** A field of a request that the upstream has got. */
    String received(int request, String name) {
        for (String line : upstream.heads().get(request).split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ": ")) {
                return line.substring(name.length() + 2);
            }
        }
        return "";
    }

    FakeUpstream upstream() {
        return upstream;
    }

    @Override
    public void close() {
        running.close();
        upstream.close();
    }
}
