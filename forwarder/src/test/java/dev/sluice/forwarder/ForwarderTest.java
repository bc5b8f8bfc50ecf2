package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import dev.sluice.io.Deadlines;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ForwarderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Forwarder forwarder = Forwarding.real(ForwarderOptions.defaults());

    @AfterEach
    void close() {
        forwarder.close();
    }

    @Test
    void answersWithWhatTheUpstreamSaid() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Response response = forwarder.handle(Exchanges.get("/a%2Fb?c=%20").withUpstream(upstream.upstream()));
            assertThat(response.status().code()).isEqualTo(200);
            assertThat(Exchanges.send(response)).isEqualTo("ok");
            assertThat(upstream.heads().getFirst()).startsWith("GET /a%2Fb?c=%20 HTTP/1.1\r\nHost: 127.0.0.1:");
        }
    }

    @Test
    void usesOneConnectionForRequestsInTurn() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            for (int i = 0; i < 20; i++) {
                Exchanges.send(forwarder.handle(Exchanges.post("/", "x").withUpstream(upstream.upstream())));
            }
            assertThat(upstream.connections()).isEqualTo(1);
            assertThat(upstream.heads()).hasSize(20);
        }
    }

    @Test
    void answers503WithoutAnUpstream() {
        Response response = forwarder.handle(Exchanges.get("/"));
        assertThat(response.status().code()).isEqualTo(503);
        assertThat(response.failure()).containsInstanceOf(Failure.NoUpstream.class);
        response.close();
    }

    @Test
    void doesWhatItsPackagePageSays() {
        Request request = Exchanges.get("/x");
        try (FakeUpstream server = FakeUpstream.answering(OK)) {
            Transports transports = new Transports(Ticker.system(), Deadlines.system(), new Random());
            ForwarderOptions options = ForwarderOptions.builder()
                    .responseTimeout(Duration.ofSeconds(10))
                    .build();
            Forwarder forwarder = new Forwarder(options, transports);
            Upstream upstream = Upstream.of(server.url() + "/api");
            Response response = forwarder.handle(request.withUpstream(upstream));
            int status = response.status().code();
            response.close();
            assertThat(status).isEqualTo(200);
            assertThat(server.heads().getFirst()).startsWith("GET /api/x HTTP/1.1\r\n");
            forwarder.close();
        }
    }

    @Test
    void answersOptionsThatMayNotBeForwarded_rfc9110_7_6_2() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Request request =
                    Exchanges.request("OPTIONS", "*", Fields.of("Host", "h", "Max-Forwards", "0"), Body.empty());
            Response response = forwarder.handle(request.withUpstream(upstream.upstream()));
            assertThat(response.status().code()).isEqualTo(200);
            assertThat(Exchanges.send(response)).isEmpty();
            assertThat(upstream.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../admin", "/%2e%2e/admin", "/..%2fadmin", "/..\\admin"})
    void refusesAPathThatMayLeadOutOfTheBasePath_rfc3986_5_2_4(String target) {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Request request = Exchanges.get(target);
            try (Response refused = forwarder.handle(request.withUpstream(Upstream.of(upstream.url() + "/base")))) {
                assertThat(refused.status().code()).isEqualTo(400);
                assertThat(refused.provenance().reason()).isEqualTo("ambiguous-target");
            }
            assertThat(upstream.heads()).isEmpty();
            assertThat(Exchanges.send(forwarder.handle(request.withUpstream(upstream.upstream()))))
                    .as("without a base path")
                    .isEqualTo("ok");
        }
    }

    @Test
    void refusesADestinationThatMayLeadOutOfTheBasePath() {
        Request move =
                Exchanges.request("MOVE", "/a", Fields.of("Host", "h", "Destination", "http://h/../b"), Body.empty());
        try (Response refused = forwarder.handle(move.withUpstream(Upstream.of("http://127.0.0.1:1/base")))) {
            assertThat(refused.status().code()).isEqualTo(400);
        }
    }

    @Test
    void sendsAPathThatMayLeadOutOfTheBasePathIfToldTo() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Forwarding forwarding = new Forwarding(options -> options.allowDotSegments())) {
            Request request = Exchanges.get("/../x").withUpstream(Upstream.of(upstream.url() + "/base"));
            assertThat(Exchanges.send(forwarding.handle(request))).isEqualTo("ok");
            assertThat(upstream.heads().getFirst()).startsWith("GET /base/../x HTTP/1.1\r\n");
        }
    }

    @Test
    void triesEveryAddressOfAName() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Request request = Exchanges.get("/").withUpstream(Upstream.of("http://localhost:" + upstream.port()));
            assertThat(Exchanges.send(forwarder.handle(request))).isEqualTo("ok");
        }
    }

    @Test
    void connectsToTheAddressBesideTheNameAndSendsTheNameInHost_rfc9110_7_2() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Upstream found =
                    Upstream.of("http://api.invalid:" + upstream.port()).at("127.0.0.1");

            Response response = forwarder.handle(Exchanges.get("/").withUpstream(found));

            assertThat(Exchanges.send(response)).isEqualTo("ok");
            assertThat(upstream.heads().getFirst()).contains("\r\nHost: api.invalid:" + upstream.port() + "\r\n");
        }
    }
}
