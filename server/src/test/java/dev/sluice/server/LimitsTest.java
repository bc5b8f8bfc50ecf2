package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.MessageLimits;
import dev.sluice.core.Response;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How much a client may say: too much is refused with the status for it, and nothing is cut off (RFC 9110 §15.5). */
class LimitsTest {
    private static final WireOptions SMALL = WireOptions.builder()
            .limits(new MessageLimits(100, 300, 5, 100))
            .maxBody(10)
            .build();

    static Stream<Arguments> requests() {
        String get = "GET / HTTP/1.1\r\nHost: a\r\n";
        String post = "POST / HTTP/1.1\r\nHost: a\r\n";
        return Stream.of(
                arguments(414, "a target that is too long (RFC 9110 §15.5.15)", get("/" + "x".repeat(100))),
                arguments(414, "a target without end (RFC 9110 §15.5.15)", "GET /" + "x".repeat(200)),
                arguments(200, "a target that just fits", get("/" + "x".repeat(80))),
                arguments(431, "a head that is too long (RFC 6585 §5)", get + "X: " + "x".repeat(300) + "\r\n\r\n"),
                arguments(431, "a head without end (RFC 6585 §5)", get + "X: " + "x".repeat(400)),
                arguments(431, "too many fields (RFC 6585 §5)", get + "X: y\r\n".repeat(5) + "\r\n"),
                arguments(200, "as many fields as are allowed", get + "X: y\r\n".repeat(4) + "\r\n"),
                arguments(413, "a length beyond the limit (RFC 9110 §15.5.14)", post + "Content-Length: 11\r\n\r\n"),
                arguments(200, "a length at the limit", post + "Content-Length: 10\r\n\r\n0123456789"),
                arguments(
                        413,
                        "chunks beyond the limit (RFC 9110 §15.5.14)",
                        post + "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n67890\r\n0\r\n\r\n"),
                arguments(
                        200,
                        "chunks at the limit",
                        post + "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n"));
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @ParameterizedTest(name = "answers {0} to {1}")
    @MethodSource("requests")
    void answers(int status, String what, String request) throws IOException {
        try (Host.Running server = Host.wire(new Echo(), SMALL);
                RawClient client = server.connect()) {
            Answer answer = client.send(request).answer();
            assertThat(answer.status()).as(what).isEqualTo(status);
        }
    }

    @Test
    @DisplayName("the answer to a body that is too large arrives although the client goes on sending (RFC 9112 §9.6)")
    void lingers() throws IOException {
        try (Host.Running server = Host.wire(new Echo(), SMALL);
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
            client.send(new byte[500_000]);
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @DisplayName("without a limit a body of any size passes")
    void noLimit() throws IOException {
        int size = 3_000_000;
        try (Host.Running server = Host.WIRE.start(request -> Response.of(
                        Status.OK_200,
                        String.valueOf(Exchanges.text(request.body()).length())));
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
            assertThat(client.send(new byte[size]).answer().body()).isEqualTo(String.valueOf(size));
        }
    }

    @Test
    @DisplayName("options name every mistake at once")
    void mistakes() {
        WireOptions.Builder wrong = WireOptions.builder()
                .headTimeout(Duration.ZERO)
                .bodyTimeout(Duration.ofSeconds(-1))
                .maxBody(-2)
                .minRequestRate(-3)
                .minResponseRate(-4)
                .rateWindow(Duration.ofDays(2));
        assertThatThrownBy(wrong::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("headTimeout", "PT0S", "bodyTimeout", "PT-1S", "maxBody", "-2")
                .hasMessageContainingAll("minRequestRate", "-3", "minResponseRate", "-4", "rateWindow", "PT48H");
        assertThatThrownBy(() -> ListenOptions.builder()
                        .maxConnections(0)
                        .drainTimeout(Duration.ofSeconds(-3))
                        .build())
                .hasMessageContainingAll("maxConnections", "0", "drainTimeout", "PT-3S");
    }
}
