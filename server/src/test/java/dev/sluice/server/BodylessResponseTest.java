package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses without a body: exact heads, and a connection that goes on (RFC 9110 §6.4.1, §8.6; RFC 9112 §6.3). */
class BodylessResponseTest {
    private static final Fields LENGTH = Fields.of("Content-Length", "1234");

    static Stream<Arguments> responses() {
        return Stream.of(
                arguments("HEAD", 200, "keeps a length that was said", response(200, LENGTH, Body.empty()), "1234"),
                arguments(
                        "HEAD", 200, "tells the length of its body", response(200, Fields.EMPTY, Body.of("abc")), "3"),
                arguments("HEAD", 200, "says no length that nobody knows", unknown(200), ""),
                arguments("HEAD", 404, "keeps the length of an error", response(404, LENGTH, Body.empty()), "1234"),
                arguments("GET", 204, "has no length", response(204, Fields.EMPTY, Body.empty()), ""),
                arguments("GET", 204, "loses a length", response(204, LENGTH, Body.empty()), ""),
                arguments("GET", 204, "loses a body", response(204, Fields.EMPTY, Body.of("abc")), ""),
                arguments("HEAD", 204, "has no length", response(204, Fields.EMPTY, Body.empty()), ""),
                arguments("GET", 205, "has the length 0", response(205, Fields.EMPTY, Body.empty()), "0"),
                arguments("GET", 205, "loses a body", response(205, LENGTH, Body.of("abc")), "0"),
                arguments("GET", 304, "keeps a length that was said", response(304, LENGTH, Body.empty()), "1234"),
                arguments("GET", 304, "has none by itself", response(304, Fields.EMPTY, Body.empty()), ""),
                arguments(
                        "GET",
                        304,
                        "loses chunks",
                        response(304, Fields.of("Transfer-Encoding", "chunked"), Body.empty()),
                        ""),
                arguments("HEAD", 304, "keeps a length that was said", response(304, LENGTH, Body.empty()), "1234"),
                arguments("GET", 200, "of no bytes has the length 0", response(200, Fields.EMPTY, Body.empty()), "0"));
    }

    private static Response response(int status, Fields fields, Body body) {
        return Response.of(Status.create(status), fields, body);
    }

    private static Response unknown(int status) {
        return response(status, Fields.EMPTY, TrackedBody.ofUnknownLength("abc"));
    }

    @ParameterizedTest(name = "{1} to {0} {2}, has no body, and the connection goes on")
    @MethodSource("responses")
    void exactHeads(String method, int status, String what, Response response, String length) throws IOException {
        try (Host.Running server = Host.WIRE.start(
                        request -> request.path().equals("/next") ? Response.of(Status.OK_200, "next") : response);
                RawClient client = server.connect()) {
            client.send(method + " / HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");
            Answer answer = client.answer("HEAD");
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.field("Content-Length")).as(what).isEqualTo(length);
            assertThat(answer.head()).doesNotContainIgnoringCase("transfer-encoding");
            assertThat(client.answer().body()).isEqualTo("next");
        }
    }

    @ParameterizedTest(name = "{0} sends no body with HEAD, 204 and 304, and the connection goes on (RFC 9110 §6.4.1)")
    @EnumSource
    void bothHosts(Host host) throws IOException {
        try (Host.Running server = host.start(request -> switch (request.path()) {
                    case "/204" -> response(204, Fields.EMPTY, Body.empty());
                    case "/304" -> response(304, Fields.of("ETag", "\"x\""), Body.empty());
                    default -> response(200, Fields.EMPTY, Body.of("text"));
                });
                RawClient client = server.connect()) {
            for (String target : new String[] {"HEAD /", "GET /204", "GET /304", "HEAD /204"}) {
                client.send(target + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.answer("HEAD").status()).isIn(200, 204, 304);
            }
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body())
                    .isEqualTo("text");
        }
    }
}
