package dev.sluice;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private FakeUpstream answering(String body) {
        return opened(
                FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private RunningGateway listening(Consumer<GatewayScope> program) {
        return opened(gateway(program).listen("127.0.0.1", 0));
    }

    private static Consumer<GatewayScope> to(FakeUpstream upstream) {
        return g -> g.route("all", any(), r -> r.forward(upstream.url()));
    }

    private static String answer(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            var answer = client.send(GET).answer();
            return answer.status() + " " + answer.body();
        }
    }

    @Test
    void aStreamAndATunnelKeepWhatTheyBeganWith() throws IOException {
        CountDownLatch applied = new CountDownLatch(1);
        FakeUpstream old = opened(FakeUpstream.scripted(connection -> {
            String head = connection.readHead();
            if (head.contains("Upgrade:")) {
                connection.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nready");
                connection.write(connection.read(4));
                connection.awaitClose();
            } else {
                connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
                try {
                    applied.await();
                } catch (InterruptedException stopped) {
                    throw new IOException(stopped);
                }
                connection.write("4\r\nlast\r\n0\r\n\r\n");
            }
        }));
        FakeUpstream next = answering("new");
        RunningGateway running = listening(to(old));
        try (RawClient stream = RawClient.connect(running.port());
                RawClient tunnel = RawClient.connect(running.port())) {
            stream.send(GET);
            assertThat(stream.head()).startsWith("HTTP/1.1 200");
            assertThat(stream.chunk()).isEqualTo("first");
            tunnel.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
            assertThat(tunnel.head()).startsWith("HTTP/1.1 101");
            assertThat(tunnel.read(5)).isEqualTo("ready");

            for (int i = 0; i < 5; i++) {
                running.apply(running.plan(to(next)));
                running.apply(running.plan(g -> {
                    g.connLimit(100);
                    to(next).accept(g);
                }));
            }
            assertThat(answer(running.port())).isEqualTo("200 new");

            applied.countDown();
            assertThat(stream.chunk()).isEqualTo("last");
            assertThat(stream.chunk()).isEmpty();
            assertThat(tunnel.send("ping").read(4)).isEqualTo("ping");
        }
    }

    @Test
    void whatIsTheSamePartKeepsItsState() throws IOException {
        FakeUpstream upstream = answering("a");
        Consumer<GatewayScope> limited = g -> {
            g.rateLimit(3, Duration.ofHours(1));
            to(upstream).accept(g);
        };
        RunningGateway running = listening(limited);
        assertThat(answer(running.port())).isEqualTo("200 a");
        Plan plan = running.plan(g -> {
            g.rateLimit(3, Duration.ofHours(1));
            g.route("more", path("/more"), r -> r.respond(200, "text/plain", "more"));
            g.route("all", any(), r -> r.forward(upstream.url()));
        });
        assertThat(plan.toString()).contains("+ more").contains("2 to add, 0 to change, 0 to remove");
        running.apply(plan);
        assertThat(answer(running.port())).isEqualTo("200 a");
        running.rollback();
        assertThat(answer(running.port())).isEqualTo("200 a");
        assertThat(answer(running.port())).as("the bucket was never refilled").startsWith("429");
        assertThat(upstream.connections()).as("connections were kept").isEqualTo(1);
        assertThat(running.history()).extracting(Applied::version).containsExactly(3, 2, 1);
    }

    @Test
    void membersComeAndGoAndTheOthersKeepWhatIsKnownOfThem() throws IOException {
        FakeUpstream a = answering("a");
        FakeUpstream b = answering("b");
        RunningGateway running = listening(pool(a));
        assertThat(answer(running.port())).isEqualTo("200 a");
        running.apply(running.plan(pool(a, b)));
        assertThat(List.of(answer(running.port()), answer(running.port()))).containsExactlyInAnyOrder("200 a", "200 b");
        Plan plan = running.plan(pool(b));
        assertThat(plan.difference().changes())
                .singleElement()
                .satisfies(change -> assertThat(change.path()).isEqualTo("pool p/members"));
        running.apply(plan);
        assertThat(answer(running.port())).isEqualTo("200 b");
        assertThat(a.connections()).isEqualTo(1);
    }

    @Test
    void membersAreChangedByTheHandleOfThePoolAndAnUnrelatedChangeOfTheModelLeavesThem() throws IOException {
        FakeUpstream a = answering("a");
        FakeUpstream b = answering("b");
        RunningGateway running = listening(pool(a));
        List<Decision> decisions = new CopyOnWriteArrayList<>();
        running.onDecision(entry -> {
            if (!(entry.decision()
                    instanceof Decision.Attempted)) { // which ends just after the client has the last byte
                decisions.add(entry.decision());
            }
        });
        running.pool("p").upsert(b.url(), 1);
        running.pool("p").drain(a.url());
        assertThat(answer(running.port())).isEqualTo("200 b");
        running.apply(running.plan(g -> {
            g.connLimit(100);
            pool(a).accept(g);
        }));
        assertThat(answer(running.port())).isEqualTo("200 b");
        assertThat(running.pools()).containsOnlyKeys("p");
        assertThat(running.pool("p")).hasToString(a.url() + " (draining), " + b.url());
        running.pool("p").remove(a.url());
        Upstream first = Upstream.of(a.url());
        Upstream second = Upstream.of(b.url());
        assertThat(decisions)
                .containsExactly(
                        new Decision.Joined(second, 1),
                        new Decision.Draining(first, Optional.empty()),
                        new Decision.Picked(second, "roundRobin"),
                        new Decision.Picked(second, "roundRobin"),
                        new Decision.Left(first));
        assertThatThrownBy(() -> running.pool("q")).hasMessage("there is no pool \"q\"; there are [p]");
    }

    @Test
    void everyAttemptThatHasEndedIsADecisionOfThePartThatSent() throws Exception {
        FakeUpstream a = answering("a");
        RunningGateway running = listening(pool(a));
        BlockingQueue<Journal.Entry> attempts = new LinkedBlockingQueue<>();
        running.onDecision(entry -> {
            if (entry.decision() instanceof Decision.Attempted) {
                attempts.add(entry);
            }
        });
        assertThat(answer(running.port())).isEqualTo("200 a");
        Journal.Entry entry = attempts.poll(10, TimeUnit.SECONDS);
        assertThat(entry).isNotNull();
        assertThat(entry.where()).isEqualTo("pool p/forward");
        assertThat(entry.request()).isPresent();
        assertThat(entry.decision()).isInstanceOfSatisfying(Decision.Attempted.class, attempt -> {
            assertThat(attempt.upstream()).contains(Upstream.of(a.url()));
            assertThat(attempt.attempt()).isEqualTo(1);
            assertThat(attempt.status()).isEqualTo(200);
            assertThat(attempt.why()).isEmpty();
        });
        assertThat(attempts).isEmpty();
    }

    private static Consumer<GatewayScope> pool(FakeUpstream... members) {
        return g -> {
            g.pool("p", p -> {
                for (FakeUpstream member : members) {
                    p.member(member.url());
                }
            });
            g.route("all", any(), r -> r.forwardTo("p"));
        };
    }

    @Test
    void whatIsWrongOrOutdatedChangesNothing(@TempDir Path dir) throws IOException {
        FakeUpstream upstream = answering("a");
        RunningGateway running = listening(to(upstream));
        assertThatThrownBy(() -> running.plan(g -> g.route("all", any(), r -> r.forward("nowhere"))))
                .isInstanceOf(ProgramException.class);
        Plan impossible = running.plan(g -> {
            g.trace(t -> t.file(dir.resolve("none").resolve("trace.jsonl")));
            to(upstream).accept(g);
        });
        assertThatThrownBy(() -> running.apply(impossible))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("trace");
        assertThatThrownBy(() -> running.reload(() -> gateway(g -> g.route("all", any(), r -> r.forward("nowhere")))))
                .isInstanceOf(ProgramException.class);
        assertThat(running.reload(() -> gateway(to(upstream))))
                .as("nothing is different")
                .isEmpty();
        assertThat(running.stats().numbers())
                .containsEntry("gateway.refused", 1L)
                .containsEntry("gateway.version", 1L);
        Plan outdated = running.plan(to(answering("b")));
        running.apply(running.plan(to(answering("c"))));
        assertThatThrownBy(() -> running.apply(outdated))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the plan is for version 1, and version 2 runs by now: make another plan");
        assertThat(answer(running.port())).isEqualTo("200 c");
    }

    /** Bounded: 60 models, 4 clients with 500 requests each. */
    @Test
    void nothingFailsAndNothingIsLeftWhileModelsFollowOneAnother() throws Exception {
        FakeUpstream a = answering("a");
        FakeUpstream b = answering("b");
        RunningGateway running = listening(limited(a, 100_000));
        int shown = running.stats().numbers().size();
        List<Future<Integer>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                clients.add(threads.submit(requests(running.port(), 500)));
            }
            for (int i = 0; i < 60; i++) {
                running.apply(running.plan(limited(i % 2 == 0 ? b : a, i % 3 == 0 ? 100_000 : 200_000)));
            }
            for (Future<Integer> client : clients) {
                assertThat(client.get()).isEqualTo(500);
            }
        }
        assertThat(running.stats().numbers())
                .as("gauges of parts that are gone are forgotten")
                .hasSize(shown);
        assertThat(running.history()).hasSize(History.REMEMBERED);
    }

    private static Consumer<GatewayScope> limited(FakeUpstream upstream, int rate) {
        return g -> {
            g.rateLimit(rate, Duration.ofSeconds(1));
            to(upstream).accept(g);
        };
    }

    /** How many of them were answered with 200. */
    private static Callable<Integer> requests(int port, int count) {
        return () -> {
            int answered = 0;
            try (RawClient client = RawClient.connect(port)) {
                for (int i = 0; i < count; i++) {
                    answered += client.send(GET).answer().status() == 200 ? 1 : 0;
                }
            }
            return answered;
        };
    }

    @Test
    void anEmbeddedGatewayIsChangedToo() throws IOException {
        FakeUpstream a = answering("a");
        FakeUpstream b = answering("b");
        Gateway gateway = gateway(to(a));
        assertThatThrownBy(gateway::changes).isInstanceOf(IllegalStateException.class);
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .routing(routing -> routing.addFeature(gateway))
                .build()
                .start();
        try {
            assertThat(answer(server.port())).isEqualTo("200 a");
            Changes changes = gateway.changes();
            changes.apply(changes.plan(to(b)));
            assertThat(answer(server.port())).isEqualTo("200 b");
        } finally {
            server.stop();
        }
    }
}
