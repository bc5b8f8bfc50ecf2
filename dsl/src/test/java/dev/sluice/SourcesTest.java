package dev.sluice;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ModelFiles;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.discovery.Dns;
import dev.sluice.middlewares.loadbalance.pool.DiscoveryOptions;
import dev.sluice.middlewares.loadbalance.pool.Found;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.middlewares.loadbalance.source.FileSource;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.Exchanges;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Sources of members in whole programs. */
class SourcesTest {
    /** Has one member, once it is open. */
    private static final class Registry implements MemberSource {
        private final CountDownLatch open = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean closed;

        static Registry open() {
            Registry registry = new Registry();
            registry.open.countDown();
            return registry;
        }

        @Override
        public Found find() throws IOException {
            asked.incrementAndGet();
            try {
                open.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
            return Found.of(List.of(new MemberSpec(Upstream.of("http://found"), 1)));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Consumer<GatewayScope> program(MemberSource source, int limit) {
        return g -> {
            g.connLimit(limit);
            g.pool("api", p -> p.source(source));
            g.route("all", any(), r -> r.forwardTo("api"));
        };
    }

    private static Gateway running(Consumer<GatewayScope> program) {
        return gateway(program)
                .in(SystemEnvironment.INSTANCE.withNetwork(request -> Response.of(
                        Status.OK_200, request.upstream().map(Upstream::host).orElse(""))));
    }

    @Test
    void aStartWaitsForTheFirstMembers() throws InterruptedException {
        Registry registry = new Registry();
        try (Gateway gateway = running(program(registry, 10))) {
            Thread opener = Thread.ofPlatform().daemon().start(() -> {
                Await.until(() -> registry.asked.get() > 0);
                registry.open.countDown();
            });

            assertThat(Exchanges.send(gateway.handle(Exchanges.get("/")))).isEqualTo("found");
            opener.join();
        }
        assertThat(registry.closed).isTrue();
    }

    @Test
    void aPoolOfAChainFollowsItsSourceAndIsClosedWithIt() {
        Registry registry = Registry.open();
        try (Proxy proxy = proxy().roundRobin(pool -> pool.source(registry))
                .forward()
                .in(SystemEnvironment.INSTANCE.withNetwork(request -> Response.of(Status.OK_200, "answered")))) {
            assertThat(Exchanges.send(proxy.handle(Exchanges.get("/")))).isEqualTo("answered");
            assertThat(registry.closed).isFalse();
        }
        assertThat(registry.closed).isTrue();
    }

    @Test
    void aChangeThatLeavesThePoolLeavesItsSourceAndMembers() {
        Registry registry = Registry.open();
        try (RunningGateway running = gateway(program(registry, 10)).listen("127.0.0.1", 0)) {
            List<Member> before = running.pool("api").members();

            running.apply(running.plan(program(registry, 11)));

            assertThat(before).hasSize(1);
            assertThat(running.pool("api").members()).isEqualTo(before);
            assertThat(registry.asked).hasValue(1);
            assertThat(registry.closed).isFalse();
            assertThat(running.stats().numbers())
                    .containsEntry("pool:api/pool.members", 1L)
                    .containsEntry("pool:api/source.failures", 0L)
                    .containsKey("pool:api/source.age");
            assertThat(running.pool("api")).asString().startsWith("http://found (from source, ");
        }
        assertThat(registry.closed).isTrue();
    }

    @Test
    void aChangeWithoutThePoolClosesItsSource() {
        Registry registry = Registry.open();
        try (RunningGateway running = gateway(program(registry, 10)).listen("127.0.0.1", 0)) {
            running.apply(running.plan(g -> g.route("all", any(), r -> r.respond(204, "text/plain", ""))));

            assertThat(registry.closed).isTrue();
            assertThat(running.stats().numbers()).doesNotContainKey("pool:api/pool.members");
        }
    }

    @Test
    void isTheSameModelInJavaAndInYaml() {
        Gateway java = gateway(g -> {
            g.pool(
                    "api",
                    p -> p.source(Dns.addresses("http://api.internal:8080"))
                            .discovery(DiscoveryOptions.DEFAULT
                                    .withEvery(Duration.ofSeconds(10))
                                    .withFloor(2)));
            g.pool("file", p -> p.member("http://a", 3).source(FileSource.of("members.txt")));
            g.route("all", any(), r -> r.forwardTo("api"));
            g.otherwise(r -> r.forwardTo("file"));
        });
        String yaml = """
                pools:
                  api:
                    source: {dns: "http://api.internal:8080"}
                    discovery: {every: 10s, floor: 2}
                  file:
                    members: [{upstream: "http://a", weight: 3}]
                    source: {file: {path: members.txt}}
                routes:
                  - {name: all, when: Any(), forward-to: api}
                otherwise: {forward-to: file}
                """;
        ModelFiles files = ModelFiles.with(Map.of(), Map.of());

        assertThat(files.read("gateway.yaml", yaml)).isEqualTo(java.model());
        assertThat(files.read("gateway.yaml", java.toYaml())).isEqualTo(java.model());
        assertThat(java.explain()).contains("members  dns(http://api.internal:8080)");
    }

    @Test
    void mistakesInYamlNameTheLineAndTheOption() {
        String yaml = """
                pools:
                  api:
                    source: {dns: "http://10.0.0.1"}
                    discovery: {floor: 0}
                  none: {}
                routes:
                  - {name: all, when: Any(), forward-to: api}
                """;

        assertThatThrownBy(() -> ModelFiles.with(Map.of(), Map.of()).read("gateway.yaml", yaml))
                .hasMessageContaining("gateway.yaml:3: pools.api.source: url must have a name, and not an address")
                .hasMessageContaining("gateway.yaml:4: pools.api.discovery: floor must be 1..")
                .hasMessageContaining(
                        "gateway.yaml:5: pools.none: needs at least one upstream, or a source of members");
    }

    @Test
    void anEmptyPoolIsAMistakeOfTheProgram() {
        assertThatThrownBy(
                        () -> proxy().roundRobin((PoolSpec.Builder pool) -> {}).forward())
                .hasMessageContaining("needs at least one upstream, or a source of members");
    }
}
