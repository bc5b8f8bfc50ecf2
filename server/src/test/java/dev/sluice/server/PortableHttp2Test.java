package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The same pipeline over HTTP/2, as Helidon's own module speaks it (RFC 9113). */
class PortableHttp2Test {
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private Host.Running server;
    private HttpClient client;

    @BeforeEach
    void start() {
        Gate gate = request -> Verdict.admit(outcomes::add);
        Echo echo = new Echo();
        server = Host.PORTABLE.start(Host.pipeline(List.of(gate), request -> switch (request.path()) {
            case "/204", "/205", "/304" ->
                Response.of(
                        Status.create(Integer.parseInt(request.path().substring(1))),
                        Fields.of("Content-Length", "4"),
                        Body.of("body"));
            case "/close" -> Response.of(Status.OK_200, Fields.of("Connection", "close"), Body.of("open"));
            default -> echo.handle(request);
        }));
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target));
    }

    @Test
    @DisplayName("a GET and its target arrive, with :authority as Host (RFC 9113 §8.3.1)")
    void get() throws Exception {
        send(to("/first")); // upgrades the connection (h2c)
        HttpResponse<String> response = send(to("/a//b?c=%2F"));
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.body()).startsWith("GET /a//b?c=%2F\n").contains("Host: 127.0.0.1:" + server.port());
        assertThat(response.body()).doesNotContain(":path").doesNotContain(":authority");
    }

    @Test
    @DisplayName("a POST's body arrives, and its gates are told once")
    void post() throws Exception {
        HttpResponse<String> response = send(to("/p").POST(BodyPublishers.ofString("hello")));
        assertThat(response.body()).contains("\nhello\n");
        Outcome outcome = outcomes.poll(5, TimeUnit.SECONDS);
        assertThat(outcome).isNotNull();
        assertThat(outcome.bytesReceived()).isEqualTo(5);
        assertThat(outcomes).isEmpty();
    }

    @Test
    @DisplayName("responses without a body and connection fields do not disturb the connection (RFC 9113 §8.2.2)")
    void bodylessAndConnectionFields() throws Exception {
        send(to("/first"));
        for (int status : new int[] {204, 205, 304}) {
            HttpResponse<String> bodyless = send(to("/" + status));
            assertThat(bodyless.statusCode()).isEqualTo(status);
            assertThat(bodyless.body()).isEmpty();
        }
        HttpResponse<String> response = send(to("/close"));
        assertThat(response.body()).isEqualTo("open");
        assertThat(response.headers().firstValue("connection")).isEmpty();
        assertThat(send(to("/again")).version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    @DisplayName("TRACE is refused here, too (RFC 9110 §9.3.8)")
    void trace() throws Exception {
        assertThat(send(to("/").method("TRACE", BodyPublishers.noBody())).statusCode())
                .isEqualTo(405);
    }
}
