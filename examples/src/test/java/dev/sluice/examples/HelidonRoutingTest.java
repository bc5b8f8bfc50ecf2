package dev.sluice.examples;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Response;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.testing.junit5.DirectClient;
import io.helidon.webserver.testing.junit5.RoutingTest;
import io.helidon.webserver.testing.junit5.SetUpRoute;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same without a socket: a request is routed in memory, and a middleware stands in for the upstream. */
@RoutingTest
class HelidonRoutingTest {
    private final DirectClient client;

    HelidonRoutingTest(DirectClient client) {
        this.client = client;
    }

    @SetUpRoute
    static void routing(HttpRouting.Builder routing) {
        routing.addFeature(proxy().access(a -> a.deny("192.0.2.66"))
                .headers(h -> h.response(e -> e.set("X-Gateway", "sluice")))
                .use((request, next) -> Response.of(Status.OK_200, request.method() + " " + request.target()))
                .forward("http://upstream.invalid"));
    }

    @BeforeEach
    void from() {
        client.clientHost("192.0.2.1");
    }

    @Test
    void passesThroughTheMiddlewares() {
        try (var response = client.delete("/orders/7").request()) {
            assertThat(response.as(String.class)).isEqualTo("DELETE /orders/7");
            assertThat(response.headers().get(HeaderNames.create("X-Gateway")).get())
                    .isEqualTo("sluice");
        }
    }

    @Test
    void keepsAnAddressOut() {
        client.clientHost("192.0.2.66");

        assertThat(client.get("/").request(String.class).status()).isEqualTo(Status.FORBIDDEN_403);
    }
}
