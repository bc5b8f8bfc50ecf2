package dev.sluice;

import static dev.sluice.Sluice.proxy;
import static dev.sluice.Sluice.rate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Response;
import dev.sluice.middlewares.errors.ErrorForm;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import org.junit.jupiter.api.Test;

/** What errors look like is decided in one place, for all that the gateway answers by itself. */
class ErrorFormTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static void assertProblem(Answer answer, int status, String reason) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.head()).contains("Content-Type: application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, "\"reason\":\"" + reason + "\"");
    }

    @Test
    void rendersRejectionsRefusalsAndBugs() throws Exception {
        Proxy proxy = proxy().rateLimit(rate(2).perHour())
                .errors(ErrorForm.PROBLEM_JSON)
                .handle(request -> {
                    throw new IllegalStateException("a bug");
                });
        try (RunningProxy running = proxy.listen("127.0.0.1", 0)) {
            assertProblem(ask(running.port(), GET), 500, "bug");
            assertProblem(ask(running.port(), "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"), 405, "refused-405");
            ask(running.port(), GET);
            Answer limited = ask(running.port(), GET);
            assertProblem(limited, 429, "rate-limited");
            assertThat(limited.head()).contains("Retry-After");
        }
    }

    @Test
    void rendersThemInAForeignWebServer() throws Exception {
        Proxy proxy = proxy().errors(ErrorForm.PROBLEM_JSON).forward("http://127.0.0.1:1");
        WebServer server = WebServer.builder()
                .address(java.net.InetAddress.getLoopbackAddress())
                .port(0)
                .shutdownHook(false)
                .routing(routing -> routing.addFeature(proxy))
                .build()
                .start();
        try {
            assertProblem(ask(server.port(), GET), 502, "connect-failed");
        } finally {
            server.stop();
        }
    }

    @Test
    void leavesAnUpstreamsErrorsAndAnswersOfTheProgramAlone() throws Exception {
        try (FakeUpstream upstream =
                        FakeUpstream.answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nmine");
                RunningProxy running = proxy().errors(ErrorForm.PROBLEM_JSON)
                        .use((request, next) -> request.path().equals("/own")
                                ? Response.of(Status.NOT_FOUND_404, "own")
                                : next.handle(request))
                        .forward(upstream.url())
                        .listen("127.0.0.1", 0)) {
            assertThat(ask(running.port(), GET).body()).isEqualTo("mine");
            assertThat(ask(running.port(), GET.replace("GET /", "GET /own")).body())
                    .isEqualTo("own");
        }
    }

    private static Answer ask(int port, String request) throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).answer();
        }
    }
}
