package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.testing.junit5.DirectClient;
import org.junit.jupiter.api.Test;

/** One routing for each test, where what a proxy remembers must not go from one test to the next. */
class DirectClientTest {
    private static DirectClient to(String upstream) {
        return new DirectClient(HttpRouting.builder().addFeature(SimpleProxy.gateway(upstream)));
    }

    @Test
    void forwardsToTheUpstream() {
        try (FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nmade")) {
            DirectClient client = to(upstream.url());

            var response = client.post("/orders").submit("an order", String.class);

            assertThat(response.status()).isEqualTo(Status.CREATED_201);
            assertThat(response.entity()).isEqualTo("made");
            assertThat(upstream.heads()).singleElement().asString().startsWith("POST /orders HTTP/1.1\r\n");
        }
    }

    @Test
    void answers502ForAnUpstreamThatHangsUp() {
        try (FakeUpstream upstream = FakeUpstream.scripted(FakeUpstream.Connection::readRequest)) {
            var response = to(upstream.url()).get("/").request(String.class);

            assertThat(response.status()).isEqualTo(Status.BAD_GATEWAY_502);
        }
    }
}
