package dev.sluice;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.host;
import static dev.sluice.Sluice.method;
import static dev.sluice.Sluice.path;
import static dev.sluice.Sluice.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Response;
import dev.sluice.core.Source;
import dev.sluice.core.Verdict;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.model.Routes;
import dev.sluice.testkit.Exchanges;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RoutesTest {
    /** The program of the README. */
    static Gateway example() {
        return gateway(g -> {
            g.trace();
            g.pool("api", p -> p.member("http://a:8080", 3).member("http://b:8080"));
            g.route("images", host("img.example.com"), r -> r.forward("http://c:8080"));
            g.scope(path("/api/**"), api -> {
                api.rateLimit(100, Duration.ofSeconds(1));
                api.route(
                        "orders",
                        path("/api/orders/{id}").and(method("GET")),
                        r -> r.retry("IsNetworkError() && Attempts() < 3").forwardTo("api"));
                api.route("rest", any(), r -> r.forwardTo("api"));
            });
            g.otherwise(r -> r.respond(404, "application/json", "{\"error\":\"not found\"}"));
        });
    }

    @Test
    void printsItselfAsItIsWritten() {
        assertThat(example()).hasToString("""
                gateway
                  gate     trace(json to stdout)
                  route "images" Host("img.example.com")
                    handler  forward(http://c:8080)
                  scope PathPrefix("/api")
                    gate     rateLimit(100/1s by clientIp())
                    route "orders" Path("/api/orders/{id}") && Method("GET")
                      handler  retry(IsNetworkError() && Attempts() < 3, maxAttempts 10)
                      handler  forwardTo(api)
                    route "rest" Any()
                      handler  forwardTo(api)
                  otherwise
                    handler  respond(404 application/json)
                pool "api"
                  members  http://a:8080*3, http://b:8080
                  handler  balance(roundRobin api)
                  handler  forward
                """);
        assertThat(example().model()).isEqualTo(example().model());
    }

    @Test
    void tellsAllMistakesWithTheirPlaces() {
        assertThat(mistakes(() -> gateway(g -> {
                    g.pool("api", p -> p.member("xx"));
                    g.pool("api", p -> p.retry("?"));
                    g.route("a", "Anny()", r -> r.forwardTo("apy"));
                    g.route("a", any(), r -> {
                        r.forwardTo("api");
                        r.trace();
                        g.trace();
                    });
                    g.trace();
                    g.route("b", any(), r -> r.rateLimit(-1, Duration.ZERO));
                    g.scope(path("no/slash"), s -> {});
                })))
                .map(message -> message.lines().findFirst().orElse(""))
                .allMatch(message -> message.startsWith("RoutesTest.java:"))
                .map(message -> message.substring(message.indexOf(' ') + 1))
                .contains(
                        "pool \"api\": upstream 'xx' must start with http://, https:// or h2c://",
                        "pool \"api\": needs at least one upstream, or a source of members",
                        "trace: stands on the gateway, while route \"a\" is being written: call it on the parameter of"
                                + " that lambda",
                        "trace: stands behind a route that it would run around; write policies before the routes",
                        "rateLimit: tokens of a rate must be 1 or more, is -1",
                        "rateLimit: period of a rate must be above 0 and up to 366 days, is PT0S",
                        "forwardTo: there is no pool \"apy\"; did you mean \"api\"?")
                .anyMatch(message -> message.startsWith("pool \"api\" is named twice, first at RoutesTest.java:"))
                .anyMatch(message -> message.startsWith("route \"a\" is named twice, first at RoutesTest.java:"))
                .anyMatch(message -> message.startsWith("route \"a\": unknown function Anny"))
                .anyMatch(message -> message.startsWith("trace: stands behind forwardTo at RoutesTest.java:"))
                .anyMatch(message -> message.startsWith("route \"b\" has no end"))
                .anyMatch(message -> message.startsWith("Path: a path must begin with /, is \"no/slash\""));
    }

    private static List<String> mistakes(Runnable program) {
        return catchThrowableOfType(ProgramException.class, program::run).mistakes();
    }

    @Test
    void aRetryAtTheEdgeIsAMistakeWhereverItComesFrom() {
        Policy again = policy("again", p -> p.retry("Attempts() < 3"));
        assertThat(mistakes(() -> gateway(g -> g.use(again).route("a", any(), r -> r.forward("http://a:1")))))
                .singleElement()
                .asString()
                .contains("retry: cannot stand before a route is taken");
    }

    private static String answer(Gateway gateway, String host, String target) {
        try (Response response = gateway.handle(Exchanges.get(target).withFields(Fields.of("Host", host)))) {
            return response.status().code() + " " + Exchanges.text(response.body());
        }
    }

    @Test
    void scopesInheritPredicatesAndSteps() {
        List<String> met = new ArrayList<>();
        try (Gateway gateway = gateway(g -> {
            g.use("edge", noting("edge", met));
            g.scope(path("/a/**"), a -> {
                a.use("outer", noting("outer", met));
                a.scope(host("x.test"), x -> {
                    x.use("inner", noting("inner", met));
                    x.route("ax", any(), r -> r.respond(200, "text/plain", "ax"));
                    x.otherwise(r -> r.respond(200, "text/plain", "unused"));
                });
                a.route("a", path("/a/b"), r -> r.respond(200, "text/plain", "a"));
                a.otherwise(r -> r.respond(200, "text/plain", "rest of a"));
            });
        })) {
            assertThat(answer(gateway, "x.test", "/a/b")).isEqualTo("200 ax");
            assertThat(met).containsExactly("edge", "outer", "inner");
            met.clear();
            assertThat(answer(gateway, "y.test", "/a/b")).isEqualTo("200 a");
            assertThat(answer(gateway, "y.test", "/a/c")).isEqualTo("200 rest of a");
            assertThat(answer(gateway, "y.test", "/b")).startsWith("404 ");
            assertThat(met).containsExactly("edge", "outer", "edge", "outer", "edge");
        }
    }

    private static Gate noting(String name, List<String> met) {
        return request -> {
            met.add(name);
            return Verdict.admit();
        };
    }

    @Test
    void refusesWhatARouterAndAnUpstreamCouldReadDifferently() {
        Consumer<GatewayScope> routes = g -> g.route("all", any(), r -> r.respond(200, "text/plain", "all"));
        try (Gateway strict = gateway(routes);
                Gateway lax = gateway(g -> {
                    g.ambiguousTargets(Routes.Ambiguous.PASS);
                    routes.accept(g);
                })) {
            for (String target : List.of("/a/%2e%2e/b", "/%2fb", "/\\b", "/a/../b", "/%252e", "/%00", "/%zz")) {
                assertThat(answer(strict, "a", target)).as(target).startsWith("400 ");
                assertThat(answer(lax, "a", target)).as(target).isEqualTo("200 all");
            }
        }
    }

    @Test
    void aPolicyIsOneInstanceWhereverItStandsAndALambdaIsNot() {
        Policy shared = policy("limits", p -> p.rateLimit(2, Duration.ofHours(1)));
        Consumer<GroupScope> own = s -> s.rateLimit(1, Duration.ofHours(1));
        try (Gateway gateway = gateway(g -> {
            g.scope(path("/a/**"), s -> s.use(shared).route("a", any(), r -> r.respond(200, "text/plain", "a")));
            g.scope(path("/b/**"), s -> s.use(shared).route("b", any(), r -> r.respond(200, "text/plain", "b")));
            g.scope(path("/c/**"), s -> {
                own.accept(s);
                s.route("c", any(), r -> r.respond(200, "text/plain", "c"));
            });
            g.scope(path("/d/**"), s -> {
                own.accept(s);
                s.route("d", any(), r -> r.respond(200, "text/plain", "d"));
            });
        })) {
            assertThat(answer(gateway, "h", "/a")).startsWith("200");
            assertThat(answer(gateway, "h", "/b")).startsWith("200");
            assertThat(answer(gateway, "h", "/a")).startsWith("429");
            assertThat(answer(gateway, "h", "/c")).startsWith("200");
            assertThat(answer(gateway, "h", "/d")).startsWith("200");
            assertThat(answer(gateway, "h", "/d")).startsWith("429");
        }
    }

    @Test
    void capturesGoIntoFieldsPathsAndKeysAsDataOnly() {
        Gateway program = gateway(g -> g.scope(host("{tenant}.example.com"), t -> {
            t.rateLimit(l -> l.rate(Rate.of(2, Duration.ofHours(1))).by(Source.capture("tenant")));
            t.route(
                    "item",
                    path("/items/{id}/{rest...}"),
                    r -> r.headers(h -> h.request(
                                    f -> f.set("X-Item", "{id} of {tenant}").set("X-Json", "{\"a\":1}")))
                            .rewrite(w -> w.replacePath("/{tenant}/{id}/all/{rest}"))
                            .forward("http://a:1"));
        }));
        try (Gateway gateway = program.in(SystemEnvironment.INSTANCE.withNetwork(request -> Response.of(
                Status.OK_200,
                request.target() + " " + request.fields().first("X-Item").orElse("") + " "
                        + request.fields().first("X-Json").orElse(""))))) {
            assertThat(answer(gateway, "acme.example.com", "/items/a%20b%0d/x/y%3F?q=1"))
                    .startsWith("400");
            assertThat(answer(gateway, "acme.example.com", "/items/a%20b/x/y%3F?q=1"))
                    .isEqualTo("200 /acme/a%20b/all/x/y%3F?q=1 a%20b of acme {\"a\":1}");
            assertThat(answer(gateway, "acme.example.com", "/items/1/")).startsWith("200");
            assertThat(answer(gateway, "acme.example.com", "/items/1/")).startsWith("429");
            assertThat(answer(gateway, "other.example.com", "/items/1/")).startsWith("200");
        }
        assertThat(mistakes(() -> gateway(g -> g.route(
                        "a",
                        path("/{id}"),
                        r -> r.headers(h -> h.request(f -> f.set("X", "{idd}"))).forward("http://a:1")))))
                .singleElement()
                .asString()
                .contains("headers: no predicate of route \"a\" captures {idd}; did you mean \"id\"?");
    }

    @Test
    void aResponseTellsItsRoute() {
        try (Gateway gateway = gateway(g -> g.scope(path("/a/**"), a -> {
                    a.rateLimit(1, Duration.ofHours(1));
                    a.route("one", any(), r -> r.respond(200, "text/plain", "one"));
                }));
                Response taken = gateway.handle(Exchanges.get("/a"));
                Response refused = gateway.handle(Exchanges.get("/a"));
                Response nowhere = gateway.handle(Exchanges.get("/b"))) {
            assertThat(taken.provenance().route()).isEqualTo("one");
            assertThat(refused.provenance().route()).isEqualTo("one");
            assertThat(refused.provenance().reason()).isEqualTo("rate-limited");
            assertThat(nowhere.provenance().route()).isEmpty();
        }
    }
}
