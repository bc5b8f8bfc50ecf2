package dev.sluice.grpc;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.RunningGateway;
import dev.sluice.core.RequestHead;
import dev.sluice.endtoend.Certificates;
import dev.sluice.endtoend.Eventually;
import dev.sluice.operate.Browser;
import io.grpc.Server;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A page of another origin in Chromium calls a server of grpc-java with the client of npm's grpc-web: over HTTP/1.1, and
 * over HTTP/2, which browsers speak with TLS only.
 */
@Timeout(120)
class GrpcWebBrowserTest {
    @TempDir
    static Path directory;

    private static HttpServer pages;
    private static Browser browser;
    private static Certificates certificates;

    private final Echo echo = new Echo();
    private final Set<RequestHead.Version> versions = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void open() throws Exception {
        NodePackages node = NodePackages.installed(directory, "grpc-web@2.1.1");
        browser = Browser.trustingAnybody();
        certificates = Certificates.of(directory, "localhost");
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext(
                "/index.esm.js",
                ask -> answer(ask, "text/javascript", Files.readAllBytes(node.file("grpc-web/index.esm.js"))));
        pages.createContext("/web.html", ask -> answer(ask, "text/html", page()));
        pages.start();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (pages != null) {
            pages.stop(0);
        }
    }

    private static byte[] page() throws IOException {
        try (InputStream page = Objects.requireNonNull(GrpcWebBrowserTest.class.getResourceAsStream("web.html"))) {
            return page.readAllBytes();
        }
    }

    private static void answer(HttpExchange ask, String type, byte[] bytes) throws IOException {
        ask.getResponseHeaders().set("Content-Type", type);
        ask.sendResponseHeaders(200, bytes.length);
        try (OutputStream body = ask.getResponseBody()) {
            body.write(bytes);
        }
    }

    private static String origin() {
        return "http://127.0.0.1:" + pages.getAddress().getPort();
    }

    private RunningGateway gatewayTo(int port, boolean secure) throws Exception {
        String url = "h2c://127.0.0.1:" + port;
        Path certificate = certificates.certificatePem();
        Path key = certificates.keyPem();
        return gateway(g -> {
                    g.use((request, next) -> {
                        versions.add(request.head().version());
                        return next.handle(request);
                    });
                    g.cors(c -> c.origins(origin())
                                    .methods("POST")
                                    .headers("content-type", "x-grpc-web", "x-user-agent", "x-text")
                                    .exposed("grpc-status", "grpc-message"))
                            .grpcWeb();
                    g.route(
                            "closed",
                            path("/test.Echo/Closed"),
                            r -> r.access(a -> a.deny("127.0.0.0/8")).forward(url));
                    g.route("echo", any(), r -> r.forward(url));
                })
                .listen(listen -> {
                    listen.host("127.0.0.1").port(0).drainTimeout(Duration.ZERO);
                    if (secure) {
                        listen.certificate(certificate, key);
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "text, http://127.0.0.1, HTTP_1_1",
        "binary, http://127.0.0.1, HTTP_1_1",
        "text, https://localhost, HTTP_2",
        "binary, https://localhost, HTTP_2"
    })
    void aPageCallsAServiceOfGrpc(String format, String address, RequestHead.Version version) throws Exception {
        echo.unary = text -> {
            if (text.equals("bad")) {
                throw Status.NOT_FOUND.withDescription("no such thing").asRuntimeException();
            }
            return "echo " + text;
        };
        Server server = GrpcEnds.server(made -> made.addService(echo.service()));
        try (RunningGateway gateway = gatewayTo(server.getPort(), address.startsWith("https"))) {
            browser.show(origin() + "/web.html?format=" + format + "&gateway=" + address + ":" + gateway.port());
            Eventually.holds(
                    "the page is ready",
                    () -> browser.answer("arguments[0](typeof window.calls)").equals("function"));
            String told = browser.answer("const done = arguments[arguments.length - 1];"
                    + "window.calls().then(done, error => done('failed: ' + error));");
            assertThat(told.split("\\|", -1))
                    .containsExactly(
                            "echo hello",
                            "echo für",
                            "5 no such thing",
                            "12 Method not found: test.Echo/NoSuchMethod",
                            "word 1, word 2, word 3",
                            format.equals("text") ? "came while the server waited" : "",
                            "7 Forbidden");
            assertThat(versions).containsExactly(version);
            if (format.equals("text")) {
                assertThat(echo.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            server.shutdownNow();
        }
    }
}
