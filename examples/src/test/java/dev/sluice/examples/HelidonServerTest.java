package dev.sluice.examples;

import static dev.sluice.Sluice.header;
import static dev.sluice.Sluice.proxy;
import static dev.sluice.Sluice.rate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webclient.api.ClientResponseTyped;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.testing.junit5.ServerTest;
import io.helidon.webserver.testing.junit5.SetUpRoute;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A service with an embedded proxy, tested as Helidon's users test theirs: a real server on a free port, one for the class. */
@ServerTest
class HelidonServerTest {
    private static final FakeUpstream UPSTREAM =
            FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold");

    private static final HeaderName KEY = HeaderNames.create("X-Api-Key");

    private final Http1Client client;

    HelidonServerTest(Http1Client client) {
        this.client = client;
    }

    @SetUpRoute
    static void routing(HttpRouting.Builder routing) {
        routing.get("/hello", (request, response) -> response.send("new"))
                .addFeature(proxy().rateLimit(r -> r.rate(rate(2).perHour()).by(header("X-Api-Key")))
                        .forward(UPSTREAM.url()));
    }

    @AfterAll
    static void closeUpstream() {
        UPSTREAM.close();
    }

    private ClientResponseTyped<String> get(String target, String key) {
        return client.get(target).header(KEY, key).request(String.class);
    }

    @Test
    void answersWhatItHasItself() {
        assertThat(get("/hello", "a").entity()).isEqualTo("new");
    }

    @Test
    void forwardsTheRest() {
        assertThat(get("/orders/7", "b").entity()).isEqualTo("old");
        assertThat(UPSTREAM.heads())
                .anySatisfy(head -> assertThat(head)
                        .startsWith("GET /orders/7 HTTP/1.1\r\n")
                        .contains("X-Forwarded-For: 127.0.0.1\r\n"));
    }

    @Test
    void refusesWhatIsTooMuch() {
        get("/", "c");
        get("/", "c");

        assertThat(get("/", "c").status()).isEqualTo(Status.TOO_MANY_REQUESTS_429);
    }
}
