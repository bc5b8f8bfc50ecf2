package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Gate;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Helidon application's own routes and filters beside the proxy, the same in both hosts. */
class OwnRoutesTest {
    private static final Header MARK = HeaderValues.create("X-Mark", "filter");

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final CountDownLatch goOn = new CountDownLatch(1);

    private void routes(HttpRouting.Builder whole) {
        Gate gate = request -> Verdict.admit(outcomes::add);
        Pipeline pipeline =
                Host.pipeline(List.of(gate), request -> Response.of(Status.OK_200, "proxied " + request.target()));
        own(pipeline.guarding(whole));
        pipeline.install(whole);
    }

    private void own(HttpRouting.Builder routing) {
        routing.addFilter((chain, request, response) -> {
            response.header(MARK);
            response.whenSent(() -> events.add("sent"));
            chain.proceed();
            events.add("after " + response.status().code());
        });
        routing.get("/hello", (request, response) -> response.send("hello"));
        routing.post(
                "/echo",
                (request, response) -> response.send(request.content().as(String.class) + " by "
                        + request.query().first("by").orElse("")));
        routing.get("/stream", this::stream);
        routing.get("/events", this::events);
        routing.get("/left-open", (request, response) -> response.outputStream().write('x'));
        routing.get("/sized", OwnRoutesTest::sized);
        routing.get("/old", (request, response) -> response.reroute("/hello"));
        routing.get("/old-query", (request, response) -> response.reroute("/hello", UriQuery.create("a=b")));
        routing.get("/next", (request, response) -> response.next());
        routing.get("/refuse", (request, response) -> {
            throw new HttpException("no tea", Status.I_AM_A_TEAPOT_418);
        });
        routing.get("/known", (request, response) -> {
            throw new IllegalStateException("known");
        });
        routing.get("/close", (request, response) -> {
            throw new CloseConnectionException("go away");
        });
        routing.get("/empty", (request, response) -> response.status(204).send());
        routing.error(
                IllegalStateException.class,
                (request, response, known) -> response.status(409).send("known"));
    }

    private void stream(ServerRequest request, ServerResponse response) throws IOException {
        try (OutputStream out = response.outputStream()) {
            out.write("one".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await(goOn);
            out.write("two".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void sized(ServerRequest request, ServerResponse response) throws IOException {
        response.header(HeaderNames.CONTENT_LENGTH, "3");
        try (OutputStream out = response.outputStream()) {
            out.write("toolong".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private Answer get(Host host, String target) throws IOException {
        try (Host.Running server = host.routes(this::routes);
                RawClient client = server.connect()) {
            Answer first = client.send(request("GET", target)).answer();
            assertThat(client.send(request("GET", "/hello")).answer().body())
                    .as("next")
                    .isEqualTo("hello");
            return first;
        }
    }

    private static String request(String method, String target) {
        return method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @ParameterizedTest(name = "{0}: a route sends, and gates and filters see it")
    @EnumSource
    void sends(Host host) throws Exception {
        Answer answer = get(host, "/hello");
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.field("X-Mark")).isEqualTo("filter");
        assertThat(List.of(events.take(), events.take())).containsExactlyInAnyOrder("sent", "after 200");
        Outcome outcome = outcomes.poll(5, TimeUnit.SECONDS);
        assertThat(outcome).isNotNull();
        assertThat(outcome.status().code()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}: what no route answers goes to the proxy, through the filters of others")
    @EnumSource
    void proxied(Host host) throws Exception {
        Answer answer = get(host, "/any?x");
        assertThat(answer.body()).isEqualTo("proxied /any?x");
        assertThat(answer.field("X-Mark")).isEqualTo("filter");
        assertThat(List.of(events.take(), events.take())).containsExactlyInAnyOrder("sent", "after 200");
    }

    @ParameterizedTest(name = "{0}: a route reads its request's content and query")
    @EnumSource
    void readsContent(Host host) throws Exception {
        try (Host.Running server = host.routes(this::routes);
                RawClient client = server.connect()) {
            for (String framing : new String[] {
                "Content-Length: 2\r\n\r\nhi", "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
            }) {
                client.send("POST /echo?by=me HTTP/1.1\r\nHost: a\r\n" + framing);
                assertThat(client.answer().body()).isEqualTo("hi by me");
            }
        }
    }

    @ParameterizedTest(name = "{0}: a route that waits for content gets it after 100")
    @EnumSource
    void expects(Host host) throws Exception {
        try (Host.Running server = host.routes(this::routes);
                RawClient client = server.connect()) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("hi").answer().body()).isEqualTo("hi by ");
        }
    }

    @ParameterizedTest(name = "{0}: a route streams, each flush at once")
    @EnumSource
    void streams(Host host) throws Exception {
        try (Host.Running server = host.routes(this::routes);
                RawClient client = server.connect()) {
            client.send(request("GET", "/stream")).head();
            assertThat(client.chunk()).isEqualTo("one");
            goOn.countDown();
            assertThat(client.chunk()).isEqualTo("two");
            assertThat(client.chunk()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}: a route emits server-sent events by Helidon's sink, each at once")
    @EnumSource
    void serverSentEvents(Host host) throws Exception {
        try (Host.Running server = host.routes(this::routes);
                RawClient client = server.connect()) {
            client.send("GET /events HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n");
            assertThat(client.head()).contains("text/event-stream").contains("filter");
            assertThat(until(client, "one")).startsWith("data:one");
            goOn.countDown();
            assertThat(until(client, "two")).endsWith("data:two");
        }
    }

    /** What comes up to some text; an event may come in several chunks, whose sizes are left out. */
    private static String until(RawClient client, String last) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(last)) {
            text.append(client.read(1));
        }
        return text.toString().replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", "");
    }

    private void events(ServerRequest request, ServerResponse response) throws IOException {
        try (SseSink sink = response.sink(SseSink.TYPE)) {
            sink.emit(SseEvent.create("one"));
            await(goOn);
            sink.emit(SseEvent.create("two"));
        }
    }

    @ParameterizedTest(name = "{0}: a stream that a route leaves open is ended for it")
    @EnumSource
    void leftOpen(Host host) throws Exception {
        assertThat(get(host, "/left-open").body()).isEqualTo("x");
    }

    @ParameterizedTest(name = "{0}: never more bytes than the length says (RFC 9112 §6.3)")
    @EnumSource
    void neverMoreThanTheLength(Host host) throws Exception {
        try (Host.Running server = host.routes(this::routes);
                RawClient client = server.connect()) {
            client.send(request("GET", "/sized") + request("GET", "/hello"));
            assertThat(client.restOrReset()).doesNotContain("toolong");
        }
    }

    @ParameterizedTest(name = "{0}: a route reroutes, with a query or without, or passes on")
    @EnumSource
    void reroutes(Host host) throws Exception {
        assertThat(get(host, "/old").body()).isEqualTo("hello");
        assertThat(get(host, "/old-query").body()).isEqualTo("hello");
        assertThat(get(host, "/next").body()).isEqualTo("proxied /next");
    }

    @ParameterizedTest(name = "{0}: a route's HttpException and error handlers make the answer")
    @EnumSource
    void errors(Host host) throws Exception {
        assertThat(get(host, "/known").status()).isEqualTo(409);
        assertThat(get(host, "/empty").status()).isEqualTo(204);
        try (Host.Running server = host.routes(this::routes);
                RawClient client = server.connect()) {
            assertThat(client.send(request("GET", "/refuse")).answer().status()).isEqualTo(418);
        }
    }

    @ParameterizedTest(name = "{0}: a route may close the connection without an answer")
    @EnumSource
    void closes(Host host) throws Exception {
        try (Host.Running server = host.routes(this::routes);
                RawClient client = server.connect()) {
            client.send(request("GET", "/close"));
            assertThatThrownBy(client::head).isInstanceOf(EOFException.class).hasMessageContaining("after ''");
        }
    }

    @ParameterizedTest(name = "{0}: without a pipeline what no route answers is 404, and the connection goes on")
    @EnumSource
    void notFound(Host host) throws Exception {
        try (Host.Running server =
                        host.routes(routing -> routing.get("/a", (request, response) -> response.send("a")));
                RawClient client = server.connect()) {
            assertThat(client.send(request("GET", "/b")).answer().status()).isEqualTo(404);
            assertThat(client.send(request("GET", "/a")).answer().body()).isEqualTo("a");
        }
    }
}
