package dev.sluice;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.RawClient;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Several proxies in one routing: each runs whole for its own requests, and for no others. */
class MountedTest {
    private static final Proxy A = proxy().apiKey(k -> k.keys("a")).respond(200, "text/plain", "A");
    private static final Proxy B = proxy().apiKey(k -> k.keys("b")).respond(200, "text/plain", "B");

    @Test
    void underPaths() throws Exception {
        serve(
                routing -> routing.register("/a", A.service())
                        .register("/b", B.service())
                        .get("/own", (request, response) -> response.send("own")),
                port -> {
                    assertThat(ask(port, "/a/x", "one.test", "a")).isEqualTo("200 A");
                    assertThat(ask(port, "/a/x", "one.test", "b")).startsWith("403");
                    assertThat(ask(port, "/b", "one.test", "b")).isEqualTo("200 B");
                    assertThat(ask(port, "/own", "one.test", "none")).isEqualTo("200 own");
                });
    }

    @Test
    void forHosts() throws Exception {
        serve(routing -> routing.addFeature(A.forHost("a.test")).addFeature(B.forHost("B.test")), port -> {
            assertThat(ask(port, "/", "A.test:80", "a")).isEqualTo("200 A");
            assertThat(ask(port, "/", "b.test", "b")).isEqualTo("200 B");
            assertThat(ask(port, "/", "a.test", "b")).startsWith("403");
            assertThat(ask(port, "/", "c.test", "a")).startsWith("404");
        });
    }

    private interface Check {
        void with(int port) throws Exception;
    }

    private static void serve(Consumer<HttpRouting.Builder> routes, Check check) throws Exception {
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.accept(routing);
        WebServer server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .shutdownHook(false)
                .addRouting(routing)
                .build()
                .start();
        try {
            check.with(server.port());
        } finally {
            server.stop();
        }
    }

    private static String ask(int port, String target, String host, String key) throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            var answer = client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nX-Api-Key: " + key
                            + "\r\nConnection: close\r\n\r\n")
                    .answer();
            return answer.status() + " " + answer.body();
        }
    }
}
