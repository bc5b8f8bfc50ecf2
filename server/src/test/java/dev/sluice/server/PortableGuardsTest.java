package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Cancellation;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind Helidon's own HTTP/1.1 the pipeline is guarded as far as its API permits. */
class PortableGuardsTest {
    /** What Helidon 4.5.0 takes for a valid head: the pipeline sees it in a form that is harmless upstream. */
    private static final String LENIENT = "a folded first line.*|an empty name.*|no target.*|a fragment.*";

    private final Echo pipeline = new Echo();
    private Host.Running server;

    @BeforeEach
    void start() {
        server = Host.PORTABLE.start(pipeline);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> malformed() {
        return MalformedRequestTest.refused()
                .filter(row -> !String.valueOf(row.get()[1]).matches(LENIENT));
    }

    @ParameterizedTest(name = "after {1} nothing behind it is served, and the connection ends")
    @MethodSource("malformed")
    void servesNothingBehind(int status, String what, String head) throws IOException {
        try (RawClient client = server.connect()) {
            client.send(head + "\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n").shutdownOutput();
            assertThat(client.restOrReset())
                    .as("%s, which the wire host answers %d", what, status)
                    .doesNotContain("smuggled");
        }
        assertThat(pipeline.seen()).as("what reached the pipeline").isEmpty();
    }

    @ParameterizedTest(name = "answers {0} to {1}")
    @CsvSource({
        "405, TRACE / HTTP/1.1",
        "501, CONNECT a:443 HTTP/1.1",
        "400, GET * HTTP/1.1",
        "417, GET /x HTTP/1.1 and Expect: tea"
    })
    void sameStatuses(int status, String line) throws IOException {
        String head = line.replace(" and ", "\r\n");
        try (RawClient client = server.connect()) {
            assertThat(client.send(head + "\r\nHost: a\r\n\r\n").answer().status())
                    .isEqualTo(status);
            assertThat(client.restOrReset()).isIn("", "<reset>");
        }
    }

    @ParameterizedTest(name = "after the chunks \"{0}\" nothing behind them is served")
    @ValueSource(strings = {"3;a=b\\r\\nabc\\r\\n", "xyz\\r\\n", "-1\\r\\n", "0\\r\\nX: y\\r\\n\\r\\n"})
    void badChunks(String chunks) throws IOException {
        try (RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunks.replace("\\r\\n", "\r\n")
                    + "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
            client.shutdownOutput().restOrReset();
            assertThat(pipeline.seen()).doesNotContain("GET /smuggled");
        }
    }

    @ParameterizedTest(name = "{0} asks for the path at the host it names (RFC 9112 §3.2.2)")
    @CsvSource({"http://other/p?q, /p?q, other", "http://other:81/, /, other:81"})
    void absoluteForm(String target, String path, String host) throws IOException {
        try (RawClient client = server.connect()) {
            String body = client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .answer()
                    .body();
            assertThat(body).startsWith("GET " + path + "\n").contains("Host: " + host + "\n");
        }
    }

    @ParameterizedTest(name = "the target {0} arrives byte for byte (RFC 9112 §3.2.1)")
    @ValueSource(strings = {"/", "/%2F//a;x=1/./b?a=1&b=%20&a=2&&c", "//x/y", "/a/../b", "/a?b=c%3D"})
    void targets(String target) throws IOException {
        try (RawClient client = server.connect()) {
            String body = client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .answer()
                    .body();
            assertThat(body).startsWith("GET " + target + "\n");
        }
    }

    @ParameterizedTest(name = "{0} with a length or a body arrives without a body, and the connection goes on")
    @ValueSource(ints = {204, 205, 304})
    void bodyless(int status) throws IOException {
        server.close();
        server = Host.PORTABLE.start(request ->
                Response.of(Status.create(status), Fields.of("Content-Length", "4", "ETag", "\"a\""), Body.of("body")));
        try (RawClient client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.field("ETag")).isEqualTo("\"a\"");
                assertThat(answer.body()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("what the API cannot do is a no-op: interim responses, noticing that a client leaves")
    void noOps() throws IOException {
        server.close();
        server = Host.PORTABLE.start(request -> {
            Cancellation.Registration registration = request.client().onGone(() -> {});
            request.client().inform(Status.create(103), Fields.EMPTY);
            registration.cancel();
            return Response.of(Status.OK_200, request.client().peer().host());
        });
        try (RawClient client = server.connect()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body())
                    .isEqualTo("127.0.0.1");
        }
    }
}
