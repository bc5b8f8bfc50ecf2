package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A route of the service's own that guards a path guards every spelling of it: what it does not match is refused. */
class AmbiguousTargetsTest {
    private static final List<String> WAYS_ROUND = List.of(
            "/a/%2e%2e/internal/x",
            "/a/../internal/x",
            "/a/..;y/internal/x",
            "/./internal/x",
            "/%2finternal/x",
            "/%2Finternal/x",
            "/internal%2fx",
            "/\\internal/x",
            "/internal\\x",
            "/%5cinternal/x",
            "//internal/x",
            "/internal//x",
            "/internal;x/y",
            "/;x/internal/y",
            "/internal;/y",
            "/internal%00/x",
            "/a/%252e%252e/internal/x",
            "/%69nternal/x",
            "/internal/x?q",
            "/internal/x");

    private final BlockingQueue<String> proxied = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final ExchangeRecorder recorder = new ExchangeRecorder() {
        @Override
        public void record(Request request, Outcome outcome) {
            told.add(request.target() + " " + outcome.status().code() + " "
                    + outcome.response().provenance().reason());
        }
    };

    private Pipeline pipeline(Middleware... steps) {
        return new Pipeline(
                List.of(steps),
                request -> {
                    proxied.add(request.target());
                    return Response.of(Status.OK_200, request.target());
                },
                Host.HOSTING.ticker(),
                Host.HOSTING.timers());
    }

    private static void guard(HttpRouting.Builder routing) {
        routing.any(
                "/internal/*",
                (request, response) -> response.status(Status.FORBIDDEN_403).send());
    }

    private static Answer get(Host.Running server, String target) throws IOException {
        try (RawClient client = server.connect()) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").answer();
        }
    }

    @ParameterizedTest(name = "{0}: no spelling of a path gets past a route that guards it")
    @EnumSource
    void guardsEverySpelling(Host host) throws Exception {
        Pipeline pipeline = pipeline();
        try (Host.Running server = host.routes(routing -> {
            guard(routing);
            pipeline.install(routing);
        })) {
            for (String target : WAYS_ROUND) {
                assertThat(get(server, target).status()).as(target).isIn(400, 403);
            }
            assertThat(proxied).isEmpty();
            assertThat(get(server, "/internal/x").status()).isEqualTo(403);
        }
    }

    @ParameterizedTest(name = "{0}: what can be read in one way only is proxied as it is")
    @EnumSource
    void passesTheOthers(Host host) throws Exception {
        Pipeline pipeline = pipeline();
        try (Host.Running server = host.routes(routing -> {
            guard(routing);
            pipeline.install(routing);
        })) {
            for (String target : List.of("/", "/a/b/", "/a.b/..c/d..", "/%41?//x/../%2f;y", "/a%20b")) {
                assertThat(get(server, target).body()).isEqualTo(target);
            }
        }
    }

    @ParameterizedTest(name = "{0}: a refused target has a reason, and whoever keeps records is told once")
    @EnumSource
    void isTold(Host host) throws Exception {
        Pipeline pipeline = pipeline((request, next) -> next.handle(request), recorder);
        try (Host.Running server = host.routes(routing -> {
            pipeline.guarding(routing).get("/pass-on/*", (request, response) -> response.next());
            pipeline.install(routing);
        })) {
            for (String target : List.of("/a//b", "/pass-on/a%2fb")) {
                assertThat(get(server, target).status()).isEqualTo(400);
                assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(target + " 400 ambiguous-target");
            }
            assertThat(get(server, "/a").status()).isEqualTo(200);
            assertThat(told.poll(5, TimeUnit.SECONDS)).startsWith("/a 200");
            assertThat(told).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}: a service under a path refuses them too, and passes them if told to")
    @EnumSource
    void underAPath(Host host) throws Exception {
        Pipeline pipeline = pipeline();
        Pipeline open = pipeline().allowAmbiguousTargets();
        try (Host.Running server = host.routes(
                routing -> routing.register("/strict", pipeline.service()).register("/open", open.service()))) {
            assertThat(get(server, "/strict/a%2fb").status()).isEqualTo(400);
            assertThat(get(server, "/strict/ab").status()).isEqualTo(200);
            assertThat(get(server, "/open/a%2fb").body()).isEqualTo("/open/a%2fb");
        }
    }
}
