package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Gateway;
import dev.sluice.RunningGateway;
import dev.sluice.middlewares.canary.Canary;
import dev.sluice.middlewares.canary.CanaryState;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayExamplesTest {
    private static FakeUpstream saying(String text) {
        return FakeUpstream.answering(
                "HTTP/1.1 200 OK\r\nServer: fake\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
    }

    private static RunningGateway listening(Gateway gateway) {
        return gateway.listen("127.0.0.1", 0);
    }

    private static String ask(int port, String methodAndTarget, String host, String... fields) {
        try (RawClient client = RawClient.connect(port)) {
            var answer = client.send(methodAndTarget + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                            + String.join("", fields) + "\r\n")
                    .answer();
            return answer.status() + " " + answer.body();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void dnsGateway() throws IOException {
        try (FakeUpstream api = saying("api");
                OneAddressDns dns = new OneAddressDns();
                RunningGateway running = listening(DnsGateway.of(
                        api.url().replace("127.0.0.1", "api.internal"), options -> options.withServer(dns.server())))) {
            assertThat(ask(running.port(), "GET /x", "a.test")).isEqualTo("200 api");
            assertThat(api.heads()).singleElement().asString().contains("\r\nHost: api.internal:");
        }
    }

    @Test
    void apiGateway() {
        try (FakeUpstream large = saying("large");
                FakeUpstream small = saying("small");
                FakeUpstream images = saying("image");
                RunningGateway running = listening(ApiGateway.of(large.url(), small.url(), images.url()))) {
            for (int i = 0; i < 4; i++) {
                assertThat(ask(running.port(), "GET /api/x", "a.test")).isIn("200 large", "200 small");
            }
            assertThat(large.heads())
                    .hasSize(3)
                    .allSatisfy(head -> assertThat(head).contains("X-Gw: 1"));
            assertThat(small.heads()).hasSize(1);
            assertThat(ask(running.port(), "GET /img/cat.png", "img.example.com"))
                    .isEqualTo("200 image");
            assertThat(images.heads()).singleElement().asString().startsWith("GET /cat.png HTTP/1.1\r\n");
            assertThat(ask(running.port(), "GET /else", "a.test")).startsWith("404 ");
        }
    }

    @Test
    void canarySplit() {
        try (FakeUpstream stable = saying("stable");
                FakeUpstream canary = saying("canary");
                RunningGateway none = listening(CanarySplit.of(0, stable.url(), canary.url()));
                RunningGateway half = listening(CanarySplit.of(50, stable.url(), canary.url()));
                RunningGateway all = listening(CanarySplit.of(100, stable.url(), canary.url()))) {
            assertThat(ask(none.port(), "GET /", "a.test")).isEqualTo("200 stable");
            assertThat(ask(none.port(), "GET /", "a.test", "X-Canary: always\r\n"))
                    .isEqualTo("200 canary");
            assertThat(ask(all.port(), "GET /", "a.test")).isEqualTo("200 canary");
            String first = ask(half.port(), "GET /", "a.test", "Cookie: session=s1\r\n");
            for (int i = 0; i < 5; i++) {
                assertThat(ask(half.port(), "GET /", "a.test", "Cookie: session=s1\r\n"))
                        .isEqualTo(first);
            }
        }
    }

    @Test
    void canaryGateway() {
        try (FakeUpstream stable = saying("stable");
                FakeUpstream next = FakeUpstream.answering("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nnext");
                RunningGateway running = listening(CanaryGateway.of(stable.url(), next.url(), Duration.ofMinutes(5)))) {
            Canary canary = running.canary("shop/split");
            canary.promote();
            canary.promote();
            canary.promote();
            assertThat(canary.state().share()).isEqualTo(50);
            String first = ask(running.port(), "GET /", "a.test", "Cookie: session=s1\r\n");
            for (int i = 0; i < 5; i++) {
                assertThat(ask(running.port(), "GET /", "a.test", "Cookie: session=s1\r\n"))
                        .isEqualTo(first);
            }
            for (int i = 0; i < 500 && canary.state().phase() == CanaryState.Phase.TRYING; i++) {
                ask(running.port(), "GET /", "a.test");
            }
            assertThat(canary.state().phase()).isEqualTo(CanaryState.Phase.ROLLED_BACK);
            assertThat(ask(running.port(), "GET /", "a.test")).isEqualTo("200 stable");
        }
    }

    @Test
    void blueGreen() {
        try (FakeUpstream blue = saying("blue");
                FakeUpstream green = saying("green");
                RunningGateway running = listening(BlueGreen.to(blue.url()))) {
            assertThat(ask(running.port(), "GET /", "a.test")).isEqualTo("200 blue");
            assertThat(BlueGreen.change(running, green.url()).version()).isEqualTo(2);
            assertThat(ask(running.port(), "GET /", "a.test")).isEqualTo("200 green");
            running.rollback();
            assertThat(ask(running.port(), "GET /", "a.test")).isEqualTo("200 blue");
        }
    }

    @Test
    void tenants() {
        try (FakeUpstream service = saying("app");
                RunningGateway running = listening(Tenants.of(service.url(), 1))) {
            assertThat(ask(running.port(), "GET /", "red.example.com", "X-Tenant: blue\r\n"))
                    .isEqualTo("200 app");
            assertThat(service.heads())
                    .singleElement()
                    .asString()
                    .contains("X-Tenant: red")
                    .doesNotContain("X-Tenant: blue");
            assertThat(ask(running.port(), "GET /", "red.example.com")).startsWith("429 ");
            assertThat(ask(running.port(), "GET /", "blue.example.com")).isEqualTo("200 app");
            assertThat(ask(running.port(), "GET /", "a.test")).isEqualTo("404 there is no such tenant\n");
        }
    }

    @Test
    void siteAndApi(@TempDir Path site) throws IOException {
        Files.writeString(site.resolve("index.html"), "<h1>home</h1>");
        Files.writeString(site.resolve("app.js"), "run()");
        try (FakeUpstream api = saying("api");
                RunningGateway running = listening(SiteAndApi.of(site, api.url()))) {
            assertThat(ask(running.port(), "GET /app.js", "a.test")).isEqualTo("200 run()");
            assertThat(ask(running.port(), "GET /orders/7", "a.test")).isEqualTo("200 <h1>home</h1>");
            assertThat(ask(running.port(), "GET /api/orders/7", "a.test")).isEqualTo("200 api");
            assertThat(api.heads()).singleElement().asString().startsWith("GET /api/orders/7 HTTP/1.1\r\n");
            try (RawClient client = RawClient.connect(running.port())) {
                assertThat(client.send("GET /old/a/b?c HTTP/1.1\r\nHost: a.test\r\n\r\n")
                                .head())
                        .startsWith("HTTP/1.1 308 ")
                        .contains("Location: /a/b?c\r\n");
            }
        }
    }

    @Test
    void backendForFrontend() {
        try (FakeUpstream orders = saying("orders");
                FakeUpstream users = saying("users")) {
            WebServer server = BackendForFrontend.start(0, orders.url(), users.url());
            try {
                assertThat(ask(server.port(), "GET /home", "a.test")).isEqualTo("200 home\n");
                assertThat(ask(server.port(), "GET /api/orders/7", "a.test")).isEqualTo("200 orders");
                assertThat(orders.heads()).singleElement().asString().startsWith("GET /orders/7 HTTP/1.1\r\n");
                assertThat(ask(server.port(), "GET /api/users", "a.test")).isEqualTo("200 users");
                assertThat(ask(server.port(), "GET /else", "a.test")).startsWith("404 {");
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void kotlinRoutes() {
        try (FakeUpstream upstream = saying("order");
                RunningGateway running = listening(KotlinRoutesKt.routes(upstream.url()))) {
            assertThat(ask(running.port(), "GET /api/orders/7", "a.test")).isEqualTo("200 order");
            assertThat(upstream.heads()).singleElement().asString().contains("X-Gw: 1");
            assertThat(ask(running.port(), "POST /api/orders/7", "a.test", "Content-Length: 0\r\n"))
                    .startsWith("405 ");
            assertThat(ask(running.port(), "GET /else", "a.test")).isEqualTo("404 {\"error\":\"not found\"}");
        }
    }
}
