package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Listen;
import dev.sluice.Proxy;
import dev.sluice.RunningProxy;
import dev.sluice.core.Response;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Targets that can be read in several ways are refused where a proxy stands beside other routes. */
class AmbiguousTargetsTest {
    private static final List<String> AMBIGUOUS =
            List.of("/a/%2e%2e/internal/x", "/%2finternal/x", "//internal/x", "/a/../internal/x", "/internal%5cx");

    private static Proxy echo() {
        return proxy().handle(request -> Response.of(Status.OK_200, request.target()));
    }

    private static void guard(HttpRouting.Builder routing) {
        routing.any(
                "/internal/*",
                (request, response) -> response.status(Status.FORBIDDEN_403).send());
    }

    private static String get(int port, String target) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .answer()
                    .body();
        }
    }

    private static void assertRefuses(int port) throws IOException {
        for (String target : AMBIGUOUS) {
            assertThat(get(port, target)).as(target).isNotEqualTo(target);
        }
        assertThat(get(port, "/a")).isEqualTo("/a");
    }

    private static void assertPasses(int port, String target) throws IOException {
        assertThat(get(port, target)).isEqualTo(target);
    }

    private static RunningProxy listening(Consumer<Listen> options) {
        return Wires.start(echo(), options);
    }

    @Test
    void aProxyThatStandsAlonePassesThemUnlessToldNotTo() throws IOException {
        try (RunningProxy gateway = listening(listen -> {})) {
            for (String target : AMBIGUOUS) {
                assertPasses(gateway.port(), target);
            }
        }
        try (RunningProxy gateway = listening(listen -> listen.allowAmbiguousTargets(false))) {
            assertRefuses(gateway.port());
        }
    }

    @Test
    void aListenerWithRoutesRefusesThemUnlessToldToPassThem() throws IOException {
        try (RunningProxy gateway = listening(listen -> listen.routes(AmbiguousTargetsTest::guard))) {
            assertRefuses(gateway.port());
        }
        try (RunningProxy gateway =
                listening(listen -> listen.routes(AmbiguousTargetsTest::guard).allowAmbiguousTargets(true))) {
            assertPasses(gateway.port(), "/%2finternal/x");
        }
    }

    private static WebServer embedding(Consumer<HttpRouting.Builder> routes) {
        HttpRouting.Builder routing = HttpRouting.builder();
        guard(routing);
        routes.accept(routing);
        return WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .shutdownHook(false)
                .addRouting(routing)
                .build()
                .start();
    }

    @Test
    void anEmbeddedProxyRefusesThemHoweverItIsMountedUnlessToldToPassThem() throws IOException {
        List<Consumer<HttpRouting.Builder>> ways = List.of(
                routing -> routing.addFeature(echo()),
                routing -> routing.addFeature(echo().guarding(own -> {})),
                routing -> routing.addFeature(echo().forHost("a")),
                routing -> routing.register(echo().service()));
        for (Consumer<HttpRouting.Builder> way : ways) {
            WebServer server = embedding(way);
            try {
                assertRefuses(server.port());
            } finally {
                server.stop();
            }
        }
        WebServer server = embedding(routing -> routing.addFeature(echo().allowAmbiguousTargets()));
        try {
            assertPasses(server.port(), "/%2finternal/x");
        } finally {
            server.stop();
        }
    }
}
