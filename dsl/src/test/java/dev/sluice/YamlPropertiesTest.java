package dev.sluice;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ModelFiles;
import dev.sluice.core.Request;
import dev.sluice.expression.Expression;
import dev.sluice.middlewares.errors.ErrorForm;
import dev.sluice.model.Routes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is written as YAML reads as an equal model, whatever the model is. */
class YamlPropertiesTest {
    private static final List<String> TEXTS = List.of(
            "plain", "true", "0x1F", "no", "${not} a reference", "a: b # c", "  padded", "é ☃", "'\"", "1e3", "~");

    @Property(tries = 200, seed = "7")
    void readsAsAnEqualModel(@ForAll long seed) {
        Gateway gateway = gateway(g -> new Writer(new Random(seed)).write(g));
        String yaml = gateway.toYaml();
        assertThat(ModelFiles.with(Map.of(), Map.of()).read("gateway.yaml", yaml))
                .as(yaml)
                .isEqualTo(gateway.model());
    }

    /** Writes a gateway by the dice. */
    private static final class Writer {
        private final Random random;
        private final Policy shared;
        private int routes;

        Writer(Random random) {
            this.random = random;
            this.shared = policy(
                    "shared",
                    p -> p.rateLimit(1 + random.nextInt(9), Duration.ofSeconds(3))
                            .connLimit(5));
        }

        void write(GatewayScope g) {
            if (random.nextBoolean()) {
                g.ambiguousTargets(Routes.Ambiguous.PASS);
            }
            edge(g);
            g.pool("p", this::pool);
            g.pool(one(TEXTS), p -> p.member("http://other:81/base"));
            routes(g, 2);
        }

        private void pool(PoolScope p) {
            p.member("http://a:1", random.nextInt(4)).member("https://b/x");
            if (random.nextBoolean()) {
                p.retry("Attempts() < " + (2 + random.nextInt(3)));
            }
            if (random.nextBoolean()) {
                p.sticky(s -> s.cookie("SID").path("/" + random.nextInt(9)));
            }
            if (random.nextBoolean()) {
                p.circuitBreaker("NetworkErrorRatio() > 0.5").rebalance();
            }
            if (random.nextBoolean()) {
                p.forwarding(f -> f.passHost(true).connectTimeout(Duration.ofMillis(1 + random.nextInt(5000))));
            }
        }

        private void edge(EdgeSteps<?> steps) {
            List<Runnable> some = List.of(
                    () -> steps.rateLimit(1 + random.nextInt(9), Duration.ofMinutes(2)),
                    () -> steps.connLimit(3),
                    () -> steps.errors(ErrorForm.PROBLEM_JSON),
                    () -> steps.access(a -> a.allow("10.0.0.0/8")),
                    () -> steps.requestId(),
                    () -> steps.use(shared));
            some.stream().filter(step -> random.nextInt(3) == 0).forEach(Runnable::run);
        }

        private void steps(RouteSteps<?> steps) {
            edge(steps);
            List<Runnable> some = List.of(
                    () -> steps.headers(h -> h.request(f -> f.set("X-A", text()).remove("X-B"))),
                    () -> steps.rewrite(w -> w.stripPrefix("/a").addPrefix("/b")),
                    () -> steps.buffer(b -> b.maxRequestBytes(1L << random.nextInt(40))),
                    () -> steps.retry("IsNetworkError()"),
                    () -> steps.circuitBreaker("LatencyAtQuantileMS(50.0) > 100"));
            some.stream().filter(step -> random.nextInt(3) == 0).forEach(Runnable::run);
        }

        private String text() {
            return one(TEXTS).strip().replaceAll("[^ -~]|[{}]", "?");
        }

        private void routes(RoutesBlock<?> block, int depth) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                block.route("r" + routes++, predicate(), this::route);
            }
            if (depth > 0 && random.nextBoolean()) {
                Consumer<GroupScope> inside = s -> {
                    steps(s);
                    routes(s, depth - 1);
                };
                block.scope(predicate(), inside);
            }
            if (random.nextBoolean()) {
                block.otherwise(this::route);
            }
        }

        private void route(RouteScope r) {
            steps(r);
            r.priority(random.nextInt(3) - 1);
            switch (random.nextInt(4)) {
                case 0 -> r.forward("http://c:" + (1 + random.nextInt(99)));
                case 1 -> r.forwardTo("p");
                case 2 -> r.respond(400 + random.nextInt(200), "text/plain", one(TEXTS));
                default -> r.redirect(308, "/elsewhere?x=1");
            }
        }

        private Expression<Request> predicate() {
            Expression<Request> one = switch (random.nextInt(6)) {
                case 0 -> Sluice.host("*.example.com");
                case 1 -> Sluice.path("/a/b/**");
                case 2 -> Sluice.method("GET", "PUT");
                case 3 -> Sluice.header("X-A", one(TEXTS));
                case 4 -> Sluice.share(20, "cookie:SID");
                default -> Sluice.any();
            };
            return switch (random.nextInt(4)) {
                case 0 -> one.not();
                case 1 -> one.and(Sluice.hasQuery("q"));
                case 2 -> one.or(Sluice.client("10.0.0.0/8"));
                default -> one;
            };
        }

        private <E> E one(List<E> of) {
            return of.get(random.nextInt(of.size()));
        }
    }
}
