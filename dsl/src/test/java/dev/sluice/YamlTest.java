package dev.sluice;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.ModelFiles;
import dev.sluice.core.options.MistakesException;
import dev.sluice.model.Model;
import dev.sluice.model.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlTest {
    private static final String EXAMPLE = """
            pools:
              api:
                members:
                  - {upstream: http://a:8080, weight: 3}
                  - http://b:8080
            steps:
              - trace
            routes:
              - name: images
                when: Host("img.example.com")
                forward: http://c:8080
              - scope: Path("/api/**")
                steps:
                  - rate-limit: {rates: [100/1s]}
                routes:
                  - name: orders
                    when: Path("/api/orders/{id}") && Method("GET")
                    steps:
                      - retry: IsNetworkError() && Attempts() < 3
                    forward-to: api
                  - name: rest
                    when: Any()
                    forward-to: api
            otherwise:
              respond: {status: 404, content-type: application/json, body: '{"error":"not found"}'}
            """;

    private static Model read(String yaml) {
        return ModelFiles.with(Map.of(), Map.of()).read("gateway.yaml", yaml);
    }

    private static List<String> mistakes(String yaml) {
        return catchThrowableOfType(MistakesException.class, () -> read(yaml)).mistakes();
    }

    @Test
    void isTheSameModelAsTheJavaProgram() {
        assertThat(read(EXAMPLE)).isEqualTo(RoutesTest.example().model());
    }

    @Test
    void whatIsWrittenReadsAsTheSameModel() {
        Policy limits =
                policy("limits", p -> p.rateLimit(5, Duration.ofMinutes(1)).connLimit(7));
        Gateway gateway = gateway(g -> {
            g.ambiguousTargets(Routes.Ambiguous.PASS);
            g.use(limits);
            g.pool(
                    "p",
                    p -> p.member("http://a:1")
                            .sticky()
                            .rebalance()
                            .circuitBreaker("NetworkErrorRatio() > 0.5")
                            .retry("IsNetworkError()")
                            .forwarding(f -> f.responseTimeout(Duration.ofSeconds(3))));
            g.scope(
                    "Host(\"a.test\")",
                    s -> s.use(limits)
                            .headers(h -> h.request(f -> f.set("X", "${not a reference} true")))
                            .route("1", any(), r -> r.priority(4).buffer().forwardTo("p")));
            g.otherwise(r -> r.redirect(308, "/x"));
        });
        assertThat(read(gateway.toYaml())).isEqualTo(gateway.model());
        assertThat(read(RoutesTest.example().toYaml()))
                .isEqualTo(RoutesTest.example().model());
    }

    @Test
    void policiesKeepApartWhoseNamesBeginAlike() {
        Policy a = policy("a", p -> p.connLimit(7));
        Policy inside = policy("a/b", p -> p.connLimit(8));
        Gateway gateway = gateway(
                g -> g.use(inside).use(a).route("r", any(), r -> r.use(a).forward("http://a:1")));
        assertThat(read(gateway.toYaml())).isEqualTo(gateway.model());
    }

    @Test
    void aNameIsNoReference() {
        Gateway gateway = gateway(
                g -> g.pool("${a}", p -> p.member("http://a:1")).route("${b}", any(), r -> r.forwardTo("${a}")));
        assertThat(read(gateway.toYaml())).isEqualTo(gateway.model());
    }

    @Test
    void aProxyIsAFileToo() {
        Proxy proxy = Sluice.proxy()
                .trace()
                .roundRobin("http://a:1", "http://b:1")
                .circuitBreaker("NetworkErrorRatio() > 0.5")
                .forward();
        assertThat(read(proxy.toYaml())).isEqualTo(proxy.model());
    }

    @Test
    void codeIsNotWrittenButNamed() {
        Gateway gateway = gateway(g -> g.use("mine", (request, next) -> next.handle(request))
                .route("r", Sluice.when("beta", request -> true), r -> r.forward("http://a:1")));
        assertThat(catchThrowableOfType(ProgramException.class, gateway::toYaml).mistakes())
                .hasSize(2)
                .anyMatch(message ->
                        message.startsWith("YamlTest.java:") && message.contains("use: middleware cannot be"))
                .anyMatch(message -> message.contains("route r: code cannot be written: beta"));
    }

    @Test
    void tellsEachMistakeWithFileLineAndKey() {
        assertThat(mistakes("""
                        pools:
                          api:
                            members: [xx]
                            colour: red
                        steps:
                          - rate-limt: {}
                          - trace: {formt: json}
                        routes:
                          - name: a
                            when: Pth("/")
                            forward-to: api
                          - name: a
                            when: Any()
                            forward: http://a
                            respond: 200
                          - name: b
                            when: Any()
                            priority: high
                          - scope: Any()
                            routes:
                              - name: c
                                when: Any()
                                steps: [{retry: Any()}]
                                forward-to: apy
                        """))
                .map(message -> message.lines().findFirst().orElse(""))
                .contains(
                        "gateway.yaml:4: pools.api.colour: there is no such key here; known are discovery, files,"
                                + " forward, forward-to, handle, members, redirect, respond, source, split, steps",
                        "gateway.yaml:6: steps[0].rate-limt: there is no step 'rate-limt'; did you mean"
                                + " \"rate-limit\"?",
                        "gateway.yaml:12: routes[1]: has more than one end: forward, respond",
                        "gateway.yaml:18: routes[2].priority: must be a whole number, is 'high'",
                        "gateway.yaml:16: routes[2]: has no end: one of files, forward, forward-to, handle, redirect,"
                                + " respond, split, or routes",
                        "gateway.yaml:24: forwardTo: there is no pool \"apy\"; did you mean \"api\"?")
                .anyMatch(
                        message -> message.startsWith("gateway.yaml:3: pools.api.members: ") && message.contains("xx"))
                .anyMatch(message -> message.startsWith("gateway.yaml:7: steps[1].trace: unknown option 'formt'"))
                .anyMatch(message -> message.startsWith("gateway.yaml:10: routes[0].when: unknown function Pth"))
                .anyMatch(message -> message.startsWith("gateway.yaml:23: routes[3].routes[0].steps[0].retry: "));
    }

    @Test
    void aTabADuplicateKeyABombAndACycleAreOneClearLineEach() {
        assertThat(mistakes("routes:\n\t- a"))
                .singleElement()
                .asString()
                .startsWith("gateway.yaml:2: ")
                .contains("\\t");
        assertThat(mistakes("steps: [trace]\nsteps: [cors]\nforward: http://a"))
                .contains("gateway.yaml:2: 'steps' is written twice, first at gateway.yaml:1");
        assertThat(mistakes("a: &a [*a]"))
                .singleElement()
                .asString()
                .contains("an alias stands for what it is inside of");
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String all = ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1);
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(all)
                    .append("]\n");
        }
        assertThat(mistakes(bomb.toString())).singleElement().asString().contains("aliases");
    }

    @Test
    void filesAreMergedAndReferencesResolved(@TempDir Path dir) throws IOException {
        Path base = Files.writeString(dir.resolve("base.yaml"), """
                values: {a: "http://a:${A_PORT}"}
                pools: {p: {members: [http://old:1]}}
                routes:
                  - {name: a, when: Any(), forward: "${values.a}"}
                """);
        Path local = Files.writeString(dir.resolve("local.yaml"), """
                pools: {p: {members: [http://new:1]}}
                routes:
                  - {name: b, when: Path("/b"), forward-to: p}
                """);
        assertThat(catchThrowableOfType(
                                MistakesException.class,
                                () -> ModelFiles.with(Map.of(), Map.of()).read(List.of(base, local)))
                        .mistakes())
                .contains("base.yaml:1: ${A_PORT} stands for nothing: no key, property or variable has this name");
        Model model = ModelFiles.with(Map.of("A_PORT", "81"), Map.of()).read(List.of(base, local));
        assertThat(model.flows())
                .extracting(flow -> flow.end().part().describe())
                .containsExactly("forward(http://a:81)", "forwardTo(p)");
        assertThat(model.pools().get("p").members().describe()).isEqualTo("members(http://new:1)");
        Model overridden =
                ModelFiles.with(Map.of("VALUES_A", "http://b:1"), Map.of()).read(List.of(base, local));
        assertThat(overridden.flows().getFirst().end().part().describe()).isEqualTo("forward(http://b:1)");
    }

    @Test
    void ofAFileThatCannotBeReadOnlyThatIsTold(@TempDir Path dir) throws IOException {
        Path pools = Files.writeString(dir.resolve("pools.yaml"), "pools: [");
        Path routes = Files.writeString(dir.resolve("routes.yaml"), "forward-to: api");
        for (List<Path> files : List.of(List.of(pools, routes), List.of(routes, pools))) {
            assertThat(catchThrowableOfType(
                                    MistakesException.class,
                                    () -> ModelFiles.with(Map.of(), Map.of()).read(files))
                            .mistakes())
                    .singleElement()
                    .asString()
                    .startsWith("pools.yaml:1: ");
        }
    }
}
