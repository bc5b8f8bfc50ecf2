package dev.sluice;

import static dev.sluice.Http.OK;
import static dev.sluice.Http.get;
import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Await;
import dev.sluice.testkit.FakeUpstream;
import io.helidon.health.HealthCheck;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What balancers and orchestrators are told of a program, by Helidon's health API. */
class HealthChecksTest {
    /** A server as a service has it, with its own observers. */
    private static WebServer observing(Program program) {
        return WebServer.builder()
                .port(0)
                .addFeature(observe(program.healthChecks()))
                .build()
                .start();
    }

    private static ObserveFeature observe(List<HealthCheck> checks) {
        return ObserveFeature.just(HealthObserver.builder()
                .details(true)
                .useSystemServices(false)
                .addHealthChecks(checks)
                .build());
    }

    private static HttpResponse<String> asked(WebServer server, String what) {
        return get(server.port(), "/observe/health/" + what);
    }

    @Test
    void aProgramThatRunsIsLiveStartedAndReady() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Proxy proxy = proxy().forward(upstream.url());
            WebServer server = observing(proxy);
            try (RunningProxy running = proxy.listen("127.0.0.1", 0)) {
                assertThat(running.isRunning()).isTrue();
                for (String what : List.of("live", "started", "ready")) {
                    assertThat(asked(server, what).statusCode()).as(what).isEqualTo(200);
                    assertThat(asked(server, what).body()).contains("\"status\":\"UP\"");
                }
                assertThat(asked(server, "check/sluice-started").body()).contains("\"version\":1");
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void aProgramThatRunsNowhereIsLiveButNeitherStartedNorReady() {
        WebServer server = observing(proxy().forward("http://127.0.0.1:9001"));
        try {
            assertThat(asked(server, "live").statusCode()).isEqualTo(200);
            assertThat(asked(server, "started").statusCode()).isEqualTo(503);
            assertThat(asked(server, "ready").statusCode()).isEqualTo(503);
            assertThat(asked(server, "ready").body()).contains("it runs nowhere");
        } finally {
            server.stop();
        }
    }

    @Test
    void isNotReadyFromTheBeginningOfADrainWhileItGoesOnServing() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Proxy proxy = proxy().forward(upstream.url());
            WebServer server = observing(proxy);
            try (RunningProxy running =
                    proxy.listen(l -> l.host("127.0.0.1").port(0).drainDelay(Duration.ofMinutes(10)))) {
                Thread stop = Thread.ofVirtual().start(running::stop);
                Await.until(running::isDraining);
                assertThat(asked(server, "ready").statusCode()).isEqualTo(503);
                assertThat(asked(server, "check/sluice-draining").body()).contains("it was told to stop");
                assertThat(asked(server, "live").statusCode()).isEqualTo(200);
                assertThat(get(running, "/").body()).isEqualTo("ok");
                stop.interrupt();
                stop.join();
            } finally {
                server.stop();
            }
        }
    }

    private static Gateway twoPools() {
        return gateway(g -> {
            g.pool("a", p -> p.member("http://127.0.0.1:9001"));
            g.pool("b", p -> p.member("http://127.0.0.1:9002"));
            g.route("a", Sluice.path("/a"), r -> r.forwardTo("a"));
            g.route("rest", any(), r -> r.forwardTo("b"));
        });
    }

    @Test
    void onePoolWithoutMembersIsToldAndOnlyTheLastOneTurnsItDown() {
        Gateway gateway = twoPools();
        WebServer server = observing(gateway);
        try (RunningGateway running = gateway.listen("127.0.0.1", 0)) {
            running.pool("a").markDown("http://127.0.0.1:9001");
            assertThat(asked(server, "ready").statusCode()).isEqualTo(200);
            assertThat(asked(server, "ready").body())
                    .contains("\"a\":\"no member takes requests\"")
                    .doesNotContain("\"b\":");
            running.pool("b").remove("http://127.0.0.1:9002");
            assertThat(asked(server, "ready").statusCode()).isEqualTo(503);
            assertThat(asked(server, "ready").body()).contains("\"b\":\"no member takes requests\"");
            assertThat(asked(server, "live").statusCode()).isEqualTo(200);
            running.pool("a").markUp("http://127.0.0.1:9001");
            assertThat(asked(server, "ready").statusCode()).isEqualTo(200);
        } finally {
            server.stop();
        }
    }

    @Test
    void aModelThatCouldNotBeAppliedIsToldAndTheOneBeforeStaysReady() {
        Gateway gateway = twoPools();
        WebServer server = observing(gateway);
        try (RunningGateway running = gateway.listen("127.0.0.1", 0)) {
            assertThatThrownBy(() -> running.reload(() -> {
                        throw new ProgramException(List.of("route a: there is no pool c"));
                    }))
                    .isInstanceOf(ProgramException.class);
            assertThat(asked(server, "ready").statusCode()).isEqualTo(200);
            assertThat(asked(server, "check/sluice-model").body()).contains("route a: there is no pool c");
        } finally {
            server.stop();
        }
    }

    @Test
    void aListenerThatEndsByItselfTurnsLiveDown() {
        Proxy proxy = proxy().forward("http://127.0.0.1:9001");
        try (RunningProxy running = proxy.listen("127.0.0.1", 0)) {
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("server-@default-listener"))
                    .forEach(Thread::interrupt); // which ends the accept, as a failure of it would
            running.awaitStop();
            WebServer server = observing(proxy);
            try {
                assertThat(asked(server, "live").statusCode()).isEqualTo(503);
                assertThat(asked(server, "live").body()).contains("has ended by itself");
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void aServiceThatEmbedsTwoProgramsTellsThemApart() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Proxy shop = proxy().forward(upstream.url());
            Gateway rest = twoPools();
            WebServer server = WebServer.builder()
                    .port(0)
                    .addFeature(ObserveFeature.just(HealthObserver.builder()
                            .details(true)
                            .useSystemServices(false)
                            .addHealthChecks(shop.healthChecks("shop"))
                            .addHealthChecks(rest.healthChecks("rest"))
                            .build()))
                    .routing(
                            routing -> routing.register("/shop", shop.service()).addFeature(rest))
                    .build()
                    .start();
            try {
                assertThat(get(server.port(), "/shop").body()).isEqualTo("ok");
                assertThat(asked(server, "ready").statusCode()).isEqualTo(200);
                assertThat(asked(server, "ready").body()).contains("\"shop-pools\"", "\"rest-pools\"");
            } finally {
                server.stop();
            }
        }
        assertThatThrownBy(() -> twoPools().healthChecks("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listenersOfOneGatewayDrainAtTheSameTime() throws Exception {
        Gateway gateway = gateway(g -> {
            g.listener("one", l -> l.host("127.0.0.1").port(0).drainDelay(Duration.ofMinutes(10)));
            g.listener("two", l -> l.host("127.0.0.1").port(0).drainDelay(Duration.ofMinutes(10)));
            g.route("all", any(), r -> r.forward("http://127.0.0.1:9001"));
        });
        try (RunningGateway running = gateway.start(false)) {
            Thread stop = Thread.ofVirtual().start(running::stop);
            Await.until(() -> running.listeners().all().stream()
                    .allMatch(listener -> listener.server().isDraining()));
            stop.interrupt();
            stop.join();
            assertThat(running.isRunning()).isFalse();
        }
    }
}
