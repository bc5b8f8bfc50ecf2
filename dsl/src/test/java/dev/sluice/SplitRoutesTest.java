package dev.sluice;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.cookie;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.ModelFiles;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.middlewares.canary.Canary;
import dev.sluice.middlewares.canary.CanaryState.Phase;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import dev.sluice.testkit.SimulatedTime;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SplitRoutesTest {
    private static final String YAML = """
            pools:
              stable: {members: [http://stable]}
              next: {members: [http://next]}
            routes:
              - name: shop
                when: Path("/shop")
                split:
                  pools: {stable: 95, next: 5}
                  by: cookie(session)
                  canary: {pool: next, steps: [5, 50, 100], margin: 1.5, hold: 10m}
              - name: blog
                when: Path("/blog")
                split: {pools: {stable: 3, next: 1}}
            otherwise:
              split: {pools: {stable: 1, next: 0}, canary: next}
            """;

    private final SimulatedTime time = new SimulatedTime();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<String, Integer> seen = new HashMap<>();
    private Status ofNext = Status.OK_200;

    private static void pools(GatewayScope g) {
        g.pool("stable", p -> p.member("http://stable"));
        g.pool("next", p -> p.member("http://next"));
    }

    private static Consumer<GatewayScope> program(int limit) {
        return g -> {
            pools(g);
            g.connLimit(limit);
            g.route(
                    "all",
                    any(),
                    r -> r.split("stable", 50).canary("next", 50).promoteWhen(c -> c.hold(Duration.ZERO)));
        };
    }

    private Gateway running(Consumer<GatewayScope> program) {
        return gateway(program).in(Environment.of(time, time, random, random).withNetwork(request -> {
            String host = request.upstream().map(Upstream::host).orElseThrow();
            seen.merge(host, 1, Integer::sum);
            return Response.of(host.equals("next") ? ofNext : Status.OK_200);
        }));
    }

    private static void ask(Gateway gateway, int times) {
        for (int i = 0; i < times; i++) {
            Exchanges.send(gateway.handle(Exchanges.get("/")));
        }
    }

    private static List<String> mistakes(Consumer<RouteScope> route) {
        return catchThrowableOfType(
                        ProgramException.class,
                        () -> gateway(g -> {
                            pools(g);
                            g.route("a", any(), route);
                        }))
                .mistakes();
    }

    @Test
    void isTheSameModelInJavaAndInYaml() {
        Gateway java = gateway(g -> {
            pools(g);
            g.route(
                    "shop",
                    path("/shop"),
                    r -> r.split("stable", 95)
                            .canary("next", 5)
                            .promoteWhen(c -> c.steps(5, 50, 100).margin(1.5).hold(Duration.ofMinutes(10)))
                            .by(cookie("session")));
            g.route("blog", path("/blog"), r -> r.split("stable", 3).split("next", 1));
            g.otherwise(r -> r.split("stable", 1).canary("next", 0));
        });
        ModelFiles files = ModelFiles.with(Map.of(), Map.of());
        assertThat(files.read("gateway.yaml", YAML)).isEqualTo(java.model());
        assertThat(files.read("gateway.yaml", java.toYaml())).isEqualTo(java.model());
    }

    @Test
    void mistakesNameTheLineAndTheSplit() {
        assertThat(mistakes(r -> r.split("stable", 1).split("nxt", -1)))
                .singleElement()
                .satisfies(told -> assertThat(told)
                        .startsWith("SplitRoutesTest.java:")
                        .endsWith(": split: pools: the weight of nxt must be 0 or more, is -1"));
        assertThat(mistakes(r -> r.split("stable", 1)))
                .singleElement()
                .satisfies(told -> assertThat(told).endsWith(": split: pools must be two or more, are [stable]"));
        assertThat(mistakes(r -> r.split("stable", 1).split("nxt", 1)))
                .singleElement()
                .satisfies(
                        told -> assertThat(told).endsWith(": split: there is no pool \"nxt\"; did you mean \"next\"?"));
        assertThat(mistakes(r -> {
                    r.split("stable", 1).canary("next", 1);
                    r.forwardTo("stable");
                }))
                .singleElement()
                .satisfies(
                        told -> assertThat(told).contains("forwardTo: stands behind split at SplitRoutesTest.java:"));
        assertThat(mistakes(r -> r.respond(200).split("stable", 1).split("next", 1)))
                .singleElement()
                .satisfies(told -> assertThat(told).contains("split: stands behind respond at "));
    }

    @Test
    void showsItsPoolsInExplanations() {
        Gateway gateway = gateway(program(1));
        assertThat(gateway.explain()).contains("split(next 50, stable 50, canary next)");
        assertThat(gateway.explain("GET", "http://a.test/"))
                .contains("http://stable")
                .contains("http://next");
    }

    @Test
    void whatACanaryHasLearnedIsKeptWhenTheGatewayIsChangedElsewhere() {
        try (Gateway gateway = running(program(10))) {
            ask(gateway, 100);
            Canary canary = gateway.changes().canary("all/split");
            long samples = canary.state().samples();
            assertThat(samples).isPositive();
            gateway.changes().apply(gateway.changes().plan(program(20)));
            assertThat(gateway.changes().canaries()).containsExactly(Map.entry("all/split", canary));
            ask(gateway, 100);
            assertThat(canary.state().samples()).isGreaterThan(samples);
        }
    }

    @Test
    void aBadCanaryIsRolledBackAndASplitThatWasChangedBeginsAnew() {
        ofNext = Status.SERVICE_UNAVAILABLE_503;
        try (Gateway gateway = running(program(10))) {
            ask(gateway, 1_000);
            assertThat(gateway.changes().canary("all/split").state().phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(seen.get("next")).isLessThan(100);
            gateway.changes().apply(gateway.changes().plan(program(20)));
            assertThat(gateway.changes().canary("all/split").state().phase()).isEqualTo(Phase.ROLLED_BACK);
            gateway.changes().apply(gateway.changes().plan(g -> {
                pools(g);
                g.route("all", any(), r -> r.split("stable", 50).canary("next", 49));
            }));
            assertThat(gateway.changes().canary("all/split").state().phase()).isEqualTo(Phase.TRYING);
        }
    }

    @Test
    void aListeningGatewayTellsOfItsCanary() throws IOException {
        List<Decision> decisions = new CopyOnWriteArrayList<>();
        try (FakeUpstream stable = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstable");
                FakeUpstream next = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
                RunningGateway running = gateway(g -> {
                            g.pool("stable", p -> p.member(stable.url()));
                            g.pool("next", p -> p.member(next.url()));
                            g.route("all", any(), r -> r.split("stable", 1).canary("next", 0));
                        })
                        .listen("127.0.0.1", 0)) {
            running.onDecision(entry -> {
                if (entry.where().equals("all/split")) {
                    decisions.add(entry.decision());
                }
            });
            assertThat(running.stats().numbers()).containsEntry("all/canary.share", 1L);
            Canary canary = running.canary("all/split");
            for (int i = 0; i < 4; i++) {
                canary.promote();
            }
            assertThat(answer(running.port())).isEqualTo("next");
            assertThatThrownBy(() -> running.canary("all/spilt"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no canary \"all/spilt\"; ")
                    .hasMessageContaining("all/split");
            canary.rollBack();
            assertThat(answer(running.port())).isEqualTo("stable");
            assertThat(decisions)
                    .hasSize(5)
                    .last()
                    .isInstanceOfSatisfying(
                            Decision.RolledBack.class,
                            back -> assertThat(back.why()).startsWith("by hand: "));
            assertThat(running.stats().numbers()).containsEntry("all/canary.share", 0L);
        }
    }

    private static String answer(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer().body();
        }
    }
}
