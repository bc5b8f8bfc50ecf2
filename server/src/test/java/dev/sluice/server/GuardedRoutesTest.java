package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose gates run where: around what a pipeline answers, and around own routes that were given to it; nowhere else. */
class GuardedRoutesTest {
    private static final Middleware MARK =
            (request, next) -> next.handle(request.withFields(request.fields().with("X-Mark", "marked")));

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    /** Admits those who have a key, and tells what it saw. */
    private Gate key(String name) {
        return request -> {
            log.add(name + " " + request.path() + " "
                    + request.fields().first("X-Mark").orElse("as-received"));
            return request.fields().contains("X-Key")
                    ? Verdict.admit(outcome ->
                            log.add(name + " ended " + outcome.status().code()))
                    : Verdict.reject(Response.of(Status.UNAUTHORIZED_401, name));
        };
    }

    private static Handler answering(String name) {
        return request -> Response.of(
                Status.OK_200,
                name + " " + request.target() + " "
                        + request.fields().first("X-Mark").orElse("-"));
    }

    private static Answer get(Host.Running server, String target, String... fields) throws IOException {
        try (RawClient client = server.connect()) {
            String head = "GET " + target + " HTTP/1.1\r\nHost: a.example\r\n" + String.join("\r\n", fields)
                    + (fields.length > 0 ? "\r\n" : "");
            return client.send(head + "\r\n").answer();
        }
    }

    private static void admin(HttpRouting.Builder routing) {
        routing.get("/admin", (request, response) -> response.send("admin"));
        routing.register("/service", rules -> rules.get("/x", (request, response) -> response.send("service")));
        routing.get("/pass-on", (request, response) -> response.next());
        routing.get("/moved", (request, response) -> response.reroute("/admin"));
        routing.get("/bug", (request, response) -> {
            throw new IllegalStateException("a bug of a route");
        });
    }

    private void guarded(HttpRouting.Builder routing, Middleware... steps) {
        Pipeline pipeline = Host.pipeline(List.of(steps), answering("proxied"));
        admin(pipeline.guarding(routing));
        pipeline.install(routing);
    }

    @ParameterizedTest(name = "{0}: a gate guards own routes whatever step stands before it")
    @EnumSource
    void guardsWhateverStandsBefore(Host host) throws Exception {
        for (List<Middleware> steps : List.of(List.<Middleware>of(key("k")), List.of(MARK, key("k")))) {
            try (Host.Running server = host.routes(routing -> guarded(routing, steps.toArray(Middleware[]::new)))) {
                for (String path : List.of("/admin", "/service/x", "/moved", "/pass-on", "/elsewhere")) {
                    assertThat(get(server, path).status()).as(path).isEqualTo(401);
                }
                assertThat(get(server, "/admin", "X-Key: 1").body()).isEqualTo("admin");
                assertThat(get(server, "/service/x", "X-Key: 1").body()).isEqualTo("service");
            }
        }
    }

    @ParameterizedTest(
            name = "{0}: a gate sees a proxied request at its place among the steps, an own route's as received")
    @EnumSource
    void keepsTheWrittenOrder(Host host) throws Exception {
        try (Host.Running server = host.routes(routing -> guarded(routing, key("before"), MARK, key("behind")))) {
            assertThat(get(server, "/p?q", "X-Key: 1").body()).isEqualTo("proxied /p?q marked");
            assertThat(drained(4))
                    .containsExactly(
                            "before /p as-received", "behind /p marked", "behind ended 200", "before ended 200");
            assertThat(get(server, "/admin", "X-Key: 1").body()).isEqualTo("admin");
            assertThat(drained(4))
                    .containsExactly(
                            "before /admin as-received",
                            "behind /admin as-received",
                            "behind ended 200",
                            "before ended 200");
        }
    }

    @ParameterizedTest(name = "{0}: gates run once for an exchange, also if an own route passes it on or reroutes it")
    @EnumSource
    void runsOnce(Host host) throws Exception {
        try (Host.Running server = host.routes(routing -> guarded(routing, MARK, key("k")))) {
            assertThat(get(server, "/pass-on", "X-Key: 1").body()).isEqualTo("proxied /pass-on marked");
            assertThat(drained(2)).containsExactly("k /pass-on as-received", "k ended 200");
            assertThat(get(server, "/moved", "X-Key: 1").body()).isEqualTo("admin");
            assertThat(drained(2)).containsExactly("k /moved as-received", "k ended 200");
            assertThat(get(server, "/bug", "X-Key: 1").status()).isEqualTo(500);
            assertThat(drained(2)).containsExactly("k /bug as-received", "k ended 500");
        }
    }

    /** Waits for so many lines; an exchange ends just after its client has the last byte. */
    private List<String> drained(int count) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(log.poll(5, TimeUnit.SECONDS));
        }
        assertThat(log).isEmpty();
        return lines;
    }

    @ParameterizedTest(
            name = "{0}: of two proxies in one routing, each under its path, neither runs on the other's requests")
    @EnumSource
    void twoUnderPaths(Host host) throws Exception {
        Pipeline a = Host.pipeline(List.of(MARK, key("a")), answering("A"));
        Pipeline b = Host.pipeline(List.of(key("b")), answering("B"));
        try (Host.Running server = host.routes(routing -> routing.register("/a", a.service())
                .register("/b", b.service())
                .get("/own", (request, response) -> response.send("own")))) {
            assertThat(get(server, "/a/x?y", "X-Key: 1").body()).isEqualTo("A /a/x?y marked");
            assertThat(drained(2)).containsExactly("a /a/x marked", "a ended 200");
            assertThat(get(server, "/b/x").body()).isEqualTo("b");
            assertThat(get(server, "/own").body()).isEqualTo("own");
            assertThat(get(server, "/c").status()).isEqualTo(404);
            assertThat(drained(1)).containsExactly("b /b/x as-received");
        }
    }

    @ParameterizedTest(
            name = "{0}: of two proxies in one routing, each for its host, neither runs on the other's requests")
    @EnumSource
    void twoForHosts(Host host) throws Exception {
        Pipeline a = Host.pipeline(List.of(key("a")), answering("A"));
        Pipeline b = Host.pipeline(List.of(key("b")), answering("B"));
        try (Host.Running server = host.routes(routing -> {
            a.install(routing, Pipeline.toHost("other.example"));
            b.install(routing, Pipeline.toHost("A.EXAMPLE"));
        })) {
            assertThat(get(server, "/x", "X-Key: 1").body()).isEqualTo("B /x -");
            assertThat(drained(2)).containsExactly("b /x as-received", "b ended 200");
        }
    }

    @ParameterizedTest(name = "{0}: a pipeline is a handler that can be nested, with its gates inside")
    @EnumSource
    void nests(Host host) throws Exception {
        Handler inner =
                Host.pipeline(List.of(MARK, key("inner")), answering("I")).handler();
        try (Host.Running server = host.start(Host.pipeline(List.of(key("outer")), inner))) {
            assertThat(get(server, "/x", "X-Key: 1").body()).isEqualTo("I /x marked");
            assertThat(drained(4))
                    .containsExactly("outer /x as-received", "inner /x marked", "inner ended 200", "outer ended 200");
        }
    }

    @ParameterizedTest(name = "{0}: a recorder is told once of every exchange, wherever it stands")
    @EnumSource
    void recordersAreToldOfAll(Host host) throws Exception {
        BlockingQueue<String> records = new LinkedBlockingQueue<>();
        ExchangeRecorder recorder = new ExchangeRecorder() {
            @Override
            public void record(Request request, Outcome outcome) {
                records.add(
                        request.path() + " " + request.fields().first("X-Mark").orElse("as-received") + " "
                                + outcome.status().code());
            }
        };
        try (Host.Running server = host.routes(routing -> guarded(routing, MARK, recorder))) {
            get(server, "/admin");
            assertThat(records.poll(5, TimeUnit.SECONDS)).isEqualTo("/admin as-received 200");
            get(server, "/p");
            assertThat(records.poll(5, TimeUnit.SECONDS)).isEqualTo("/p marked 200");
            assertThat(records).isEmpty();
        }
        try (Host.Running server = host.routes(routing -> guarded(routing, MARK, key("k"), recorder))) {
            get(server, "/admin");
            assertThat(records.poll(5, TimeUnit.SECONDS)).isEqualTo("/admin as-received 401");
            get(server, "/p");
            assertThat(records.poll(5, TimeUnit.SECONDS)).isEqualTo("/p as-received 401");
            get(server, "/admin", "X-Key: 1");
            assertThat(records.poll(5, TimeUnit.SECONDS)).isEqualTo("/admin as-received 200");
            get(server, "/p", "X-Key: 1");
            assertThat(records.poll(5, TimeUnit.SECONDS)).isEqualTo("/p marked 200");
            assertThat(records).isEmpty();
        }
    }
}
