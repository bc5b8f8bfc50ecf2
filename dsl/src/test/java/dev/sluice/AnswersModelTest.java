package dev.sluice;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ModelFiles;
import dev.sluice.core.Body;
import dev.sluice.core.Gate;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import io.helidon.http.Status;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers without an upstream, in Java, in a file, and changed while they are given. */
class AnswersModelTest {
    @Test
    void aFileMakesTheSameModelAsJava(@TempDir Path directory) {
        Gateway java = gateway(g -> {
            g.maintenance(m -> m.whileExists(directory.resolve("down")).allow("10.0.0.0/8"));
            g.errorPage(
                    e -> e.statuses("404", "500-503").body("<h1>{status}</h1>").upstreams(true));
            g.route("old", path("/old/{rest...}"), r -> r.redirect(308, "/new/{rest}"));
            g.route("robots", path("/robots.txt"), r -> r.respond(200, "text/plain", "none", Map.of("X-A", "1")));
            g.route(
                    "site",
                    any(),
                    r -> r.files(directory, f -> f.prefix("/docs").fallback("index.html")));
            g.otherwise(r -> r.respond(404));
        });
        String yaml = """
                steps:
                  - maintenance: {while-exists: DIRECTORY/down, allow: 10.0.0.0/8}
                  - error-page: {statuses: ["404", 500-503], body: "<h1>{status}</h1>", upstreams: true}
                routes:
                  - name: old
                    when: Path("/old/{rest...}")
                    redirect: {status: 308, location: "/new/{rest}"}
                  - name: robots
                    when: Path("/robots.txt")
                    respond: {status: 200, content-type: text/plain, body: none, headers: {X-A: 1}}
                  - name: site
                    when: Any()
                    files: {directory: DIRECTORY, prefix: /docs, fallback: index.html}
                otherwise:
                  respond: {status: 404}
                """.replace("DIRECTORY", directory.toString());
        assertThat(ModelFiles.with(Map.of(), Map.of()).read("gateway.yaml", yaml))
                .isEqualTo(java.model());
    }

    @Test
    void maintenanceIsSwitchedByAPlan() {
        try (RunningGateway running = answering(false).listen(0)) {
            assertThat(Http.get(running.port(), "/").statusCode()).isEqualTo(200);
            running.apply(running.plan(answering(true)));
            assertThat(Http.get(running.port(), "/").statusCode()).isEqualTo(503);
            running.rollback();
            assertThat(Http.get(running.port(), "/").statusCode()).isEqualTo(200);
        }
    }

    private static Gateway answering(boolean underRepair) {
        return gateway(g -> {
            g.maintenance(m -> m.on(underRepair));
            g.otherwise(r -> r.respond(200, "text/plain", "ok"));
        });
    }

    @Test
    void anotherRouteMayHaveTheErrorPage() {
        Gateway gateway = gateway(g -> {
            g.errorPage(e -> e.statuses("404").path("/errors/{status}"));
            g.route("errors", path("/errors/{status}"), r -> r.respond(200, "text/html", "<h1>sorry</h1>"));
        });
        try (RunningGateway running = gateway.listen(0)) {
            assertThat(Http.get(running.port(), "/nowhere"))
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(404))
                    .satisfies(answer -> assertThat(answer.body()).isEqualTo("<h1>sorry</h1>"));
        }
    }

    @Test
    void aTargetThatIsRefusedBeforeARouteIsChosenGetsThePageOfARoute() {
        Gateway gateway = gateway(g -> {
            g.errorPage(e -> e.statuses("400").path("/errors/{status}"));
            g.route("errors", path("/errors/{status}"), r -> r.respond(200, "text/html", "<h1>sorry</h1>"));
        });
        try (RunningGateway running = gateway.listen(0)) {
            assertThat(Http.get(running.port(), "/a%2Fb"))
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400))
                    .satisfies(answer -> assertThat(answer.body()).isEqualTo("<h1>sorry</h1>"));
        }
    }

    @Test
    void aGateBetweenRefusesThePageAsItRefusedTheRequest() {
        AtomicInteger asked = new AtomicInteger();
        Gate closed = request -> {
            asked.incrementAndGet();
            return Verdict.reject(Response.problem(Status.FORBIDDEN_403, Reason.FORBIDDEN, "closed"));
        };
        Gateway gateway = gateway(g -> {
            g.errorPage(e -> e.statuses("403").path("/errors/{status}"));
            g.use("closed", closed);
            g.route("errors", path("/errors/{status}"), r -> r.respond(200, "text/html", "<h1>sorry</h1>"));
        });
        try (RunningGateway running = gateway.listen(0)) {
            assertThat(Http.get(running.port(), "/"))
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(403))
                    .satisfies(answer -> assertThat(answer.body()).contains("<h1>403 Forbidden</h1>"));
        }
        assertThat(asked).as("for the request and for the page").hasValue(2);
    }

    /** Policies of a scope stand on each of its routes, behind the choice. */
    @Test
    void inAScopeTheRouteThatWasTakenIsAskedForThePage() {
        Gateway gateway = gateway(g -> {
            g.scope(any(), s -> {
                s.errorPage(e -> e.statuses("404").path("/errors/{status}"));
                s.route("errors", path("/errors/{status}"), r -> r.respond(200, "text/html", "<h1>sorry</h1>"));
                s.route(
                        "handled",
                        path("/handled"),
                        r -> r.handle(request -> request.path().equals("/errors/404")
                                ? Response.of(Status.OK_200).withBody(Body.of("its own"))
                                : Response.of(Status.NOT_FOUND_404)));
            });
            g.otherwise(r -> r.respond(204));
        });
        try (RunningGateway running = gateway.listen(0)) {
            assertThat(Http.get(running.port(), "/handled"))
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(404))
                    .satisfies(answer -> assertThat(answer.body()).isEqualTo("its own"));
        }
    }
}
