package dev.sluice.endtoend;

import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.Applied;
import dev.sluice.Gateway;
import dev.sluice.GatewayScope;
import dev.sluice.ProgramException;
import dev.sluice.RunningGateway;
import dev.sluice.testkit.FreePort;
import dev.sluice.testkit.RawClient;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The listeners of a gateway: several at once, and others while it runs. */
@Timeout(60)
class ListenersTest {
    private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: a.example:8080\r\n\r\n";

    @TempDir
    private static Path directory;

    private static Certificates own;
    private static Certificates next;

    @BeforeAll
    static void certificates() throws Exception {
        own = Certificates.of(directory, "localhost");
        next = Certificates.of(Files.createDirectory(directory.resolve("next")), "localhost");
    }

    private static Consumer<GatewayScope> written(String answer, Consumer<GatewayScope> listeners) {
        return g -> {
            listeners.accept(g);
            g.otherwise(r -> r.respond(200, "text/plain", answer));
        };
    }

    private static Gateway answering(Consumer<GatewayScope> listeners) {
        return gateway(written("ok", listeners));
    }

    private static GatewayScope plain(GatewayScope scope, String name, int port) {
        return scope.listener(name, l -> l.host("127.0.0.1").port(port).drainTimeout(Duration.ofMillis(50)));
    }

    private static int port(RunningGateway running, String listener) {
        return running.uris().get(listener).getPort();
    }

    private static RawClient tls(int port) throws Exception {
        return RawClient.over(handshake(port));
    }

    private static SSLSocket handshake(int port) throws Exception {
        SSLContext context = Certificates.trusting(own, next);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        socket.startHandshake();
        return socket;
    }

    private static X509Certificate shown(int port) throws Exception {
        try (SSLSocket socket = handshake(port)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void allListenersOfTheModelServeItAndOneRedirectsToHttps() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Path certificate = own.certificatePem();
        Path key = own.keyPem();
        Gateway gateway = gateway(g -> g.trace(t -> t.lines(lines::add))
                .listener("tls", l -> l.host("127.0.0.1").port(0).certificate(certificate, key))
                .listener("plain", l -> l.host("127.0.0.1").port(0))
                .listener("web", l -> l.host("127.0.0.1").port(0).redirectToHttps(8443))
                .otherwise(r -> r.respond(200, "text/plain", "ok")));
        try (RunningGateway running = gateway.start()) {
            assertThat(running.uris().get("tls")).hasScheme("https");
            try (RawClient secure = tls(port(running, "tls"));
                    RawClient open = RawClient.connect(port(running, "plain"));
                    RawClient web = RawClient.connect(port(running, "web"))) {
                assertThat(secure.send(GET).answer().body()).isEqualTo("ok");
                assertThat(open.send(GET).answer().body()).isEqualTo("ok");
                String redirect = web.send(GET).head();
                assertThat(redirect).startsWith("HTTP/1.1 308 ").contains("Location: https://a.example:8443/a?b=c\r\n");
            }
            Eventually.holds("all three are traced", () -> lines.size() == 3);
        }
    }

    @Test
    void theRedirectLeadsNowhereElse() throws Exception {
        Gateway gateway = answering(
                g -> g.listener("web", l -> l.host("127.0.0.1").port(0).redirectToHttps()));
        try (RunningGateway running = gateway.start();
                RawClient web = RawClient.connect(running.port())) {
            assertThat(web.send("GET //evil.example/%2e HTTP/1.1\r\nHost: a.example\r\n\r\n")
                            .head())
                    .contains("Location: https://a.example//evil.example/%2e\r\n");
            assertThat(web.send("GET / HTTP/1.1\r\nHost: a.example@evil.example\r\n\r\n")
                            .head())
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void allMistakesAreToldAtOnceWithTheirPlaces() {
        ProgramException wrong = catchThrowableOfType(
                ProgramException.class,
                () -> answering(g -> g.listener("a", l -> l.port(-1).trust("nobody"))
                        .listener(
                                "b",
                                l -> l.certificate(Path.of("x"), Path.of("y")).redirectToHttps())
                        .listener("a", l -> l.port(1))
                        .listener(" ", l -> l.port(2))));
        assertThat(wrong.mistakes())
                .allSatisfy(mistake -> assertThat(mistake).startsWith("ListenersTest.java:"))
                .anySatisfy(mistake -> assertThat(mistake).contains("listener \"a\": trust: ", "nobody"))
                .anySatisfy(mistake -> assertThat(mistake).contains("listener \"a\": port must be 0..65535, is -1"))
                .anySatisfy(mistake -> assertThat(mistake).contains("listener \"b\": redirectToHttps is of no use"))
                .anySatisfy(mistake -> assertThat(mistake).contains("listener \"a\" is named twice, first at"))
                .anySatisfy(mistake -> assertThat(mistake).contains("needs a name"));
    }

    @Test
    void whatCanOnlyBeSeenByTryingIsToldAtTheStart() throws IOException {
        int taken = FreePort.next();
        Path none = directory.resolve("none.pem");
        Gateway gateway = answering(g -> {
            plain(g, "one", taken);
            plain(g, "two", taken);
            g.listener("tls", l -> l.port(0).certificate(none, none));
        });
        assertThatThrownBy(gateway::start)
                .isInstanceOf(ProgramException.class)
                .hasMessageContainingAll(
                        "listener \"two\": listens at 127.0.0.1:" + taken + ", as \"one\" does",
                        "listener \"tls\": tls: certificate: cannot read '" + none + "'");
        assertThatThrownBy(answering(g -> {})::start).hasMessageContaining("there is no listener");
    }

    @Test
    void configurationHasTheSameListeners() throws Exception {
        Path certificate = own.certificatePem();
        Path key = own.keyPem();
        Gateway written = gateway(g -> g.listener(
                        "tls", l -> l.port(8443).certificate(certificate, key).forwardClientCertificates())
                .listener("web", l -> l.port(8081))
                .otherwise(r -> r.respond(200, "text/plain", "ok")));
        Config config = Config.builder(ConfigSources.create(Map.of(
                        "listeners.tls.port", "8443",
                        "listeners.tls.tls.certificates.certificate", certificate.toString(),
                        "listeners.tls.tls.certificates.key", key.toString(),
                        "listeners.tls.clients.client-certificates", "true",
                        "listeners.web", "8081",
                        "otherwise.respond.status", "200",
                        "otherwise.respond.content-type", "text/plain",
                        "otherwise.respond.body", "ok")))
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .build();
        assertThat(gateway(config).model().listeners())
                .isEqualTo(written.model().listeners());
        assertThat(written.toYaml()).contains("  web: 8081\n", "    port: 8443\n", "client-certificates: true\n");
    }

    @Test
    void startsAllListenersOrNone() throws IOException {
        int free = FreePort.next();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Gateway gateway = answering(g -> plain(plain(g, "free", free), "taken", taken.getLocalPort()));
            assertThatThrownBy(gateway::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot listen at 127.0.0.1:" + taken.getLocalPort());
        }
        try (ServerSocket again = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void aPlanTellsWhatBecomesOfListenersAndApplyDoesIt() throws Exception {
        int first = FreePort.next();
        int second = FreePort.next();
        try (RunningGateway running =
                        gateway(written("one", g -> plain(g, "web", first))).start();
                RawClient open = RawClient.connect(first)) {
            assertThat(open.send(GET).answer().body()).isEqualTo("one");
            var plan = running.plan(written("two", g -> plain(plain(g, "admin", second), "web", first)));
            assertThat(plan.toString()).contains("+ listener admin  listener(127.0.0.1:" + second + ")");
            running.apply(plan);
            assertThat(open.send(GET).answer().body()).isEqualTo("two");
            try (RawClient admin = RawClient.connect(second)) {
                assertThat(admin.send(GET).answer().body()).isEqualTo("two");
            }
            Applied back = running.rollback();
            assertThat(back.difference().toString()).contains("- listener admin");
            Eventually.holds("nobody listens there", () -> isFree(second));
            assertThat(open.send(GET).answer().body()).isEqualTo("one");
            assertThat(running.uris()).containsOnlyKeys("web");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Test
    void certificatesAndLimitsChangeWithoutTouchingConnections() throws Exception {
        Path certificate = own.certificatePem();
        Path key = own.keyPem();
        Path nextCertificate = next.certificatePem();
        Path nextKey = next.keyPem();
        try (RunningGateway running = answering(
                        g -> g.listener("tls", l -> l.host("127.0.0.1").port(0).certificate(certificate, key)))
                .start()) {
            int port = running.port();
            try (RawClient open = tls(port)) {
                running.apply(running.plan(written(
                        "ok",
                        g -> g.listener(
                                "tls",
                                l -> l.host("127.0.0.1")
                                        .port(0)
                                        .certificate(nextCertificate, nextKey)
                                        .clients(c -> c.maxBody(1))))));
                assertThat(running.port()).isEqualTo(port);
                assertThat(shown(port)).isEqualTo(next.certificate());
                assertThat(open.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")
                                .answer()
                                .status())
                        .isEqualTo(200);
                try (RawClient fresh = tls(port)) {
                    assertThat(fresh.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")
                                    .answer()
                                    .status())
                            .isEqualTo(413);
                }
            }
        }
    }

    @Test
    void filesAreReadAgainWhenItIsToldTo() throws Exception {
        Path certificate = Files.copy(own.certificatePem(), directory.resolve("live.cert.pem"));
        Path key = Files.copy(own.keyPem(), directory.resolve("live.key.pem"));
        try (RunningGateway running = answering(g -> g.listener(
                        "tls",
                        l -> l.host("127.0.0.1")
                                .port(0)
                                .tls(t -> t.reloadEvery(Duration.ZERO))
                                .certificate(certificate, key)))
                .start()) {
            assertThat(shown(running.port())).isEqualTo(own.certificate());
            Files.copy(next.certificatePem(), certificate, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(running::reloadCertificates).hasMessageContaining("tls: the private key is not that of");
            Files.copy(next.keyPem(), key, StandardCopyOption.REPLACE_EXISTING);
            running.reloadCertificates();
            assertThat(shown(running.port())).isEqualTo(next.certificate());
        }
    }

    @Test
    void whatCannotChangeAliveIsStoppedAndStartedAtTheSamePort() throws Exception {
        int port = FreePort.next();
        try (RunningGateway running = answering(g -> plain(g, "web", port)).start()) {
            running.apply(running.plan(written(
                    "more",
                    g -> g.listener("web", l -> l.host("127.0.0.1").port(port).maxConnections(7)))));
            assertThat(running.isRunning()).isTrue();
            try (RawClient client = RawClient.connect(port)) {
                assertThat(client.send(GET).answer().body()).isEqualTo("more");
            }
        }
    }

    @Test
    void aPortThatIsTakenLeavesTheRunningModelUntouched() throws Exception {
        int port = FreePort.next();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningGateway running =
                        gateway(written("old", g -> plain(g, "web", port))).start()) {
            var plan = running.plan(written("new", g -> {
                g.listener("web", l -> l.host("127.0.0.1").port(port).maxConnections(7));
                plain(g, "more", taken.getLocalPort());
            }));
            assertThatThrownBy(() -> running.apply(plan))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot listen at 127.0.0.1:" + taken.getLocalPort());
            assertThat(running.uris()).containsOnlyKeys("web");
            assertThat(running.history()).hasSize(1);
            try (RawClient client = RawClient.connect(port)) {
                assertThat(client.send(GET).answer().body()).isEqualTo("old");
            }
        }
    }

    @Test
    void aListenerThatWasTakenAwayComesBackIfAnotherCannotStart() throws Exception {
        int port = FreePort.next();
        Path nowhere = directory.resolve("no").resolve("such.sock");
        try (RunningGateway running =
                gateway(written("old", g -> plain(g, "web", port))).start()) {
            var plan = running.plan(written("new", g -> {
                plain(g, "other", port);
                g.listener("local", l -> l.unixSocket(nowhere));
            }));
            assertThatThrownBy(() -> running.apply(plan)).hasMessageContaining("unix:" + nowhere);
            assertThat(running.uris()).containsOnlyKeys("web");
            try (RawClient client = RawClient.connect(port)) {
                assertThat(client.send(GET).answer().body()).isEqualTo("old");
            }
        }
    }
}
