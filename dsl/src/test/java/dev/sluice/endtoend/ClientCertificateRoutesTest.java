package dev.sluice.endtoend;

import static dev.sluice.Sluice.clientCert;
import static dev.sluice.Sluice.clientCertFingerprint;
import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Gateway;
import dev.sluice.RunningGateway;
import dev.sluice.core.peer.ClientCertificate;
import dev.sluice.core.peer.Trust;
import dev.sluice.server.Trusting;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import io.helidon.common.configurable.Resource;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes by the certificate of a client, and what upstreams are told of it (RFC 9440), on both hosts. */
@Timeout(60)
class ClientCertificateRoutesTest {
    @TempDir
    static Path directory;

    private static Certificates own;
    private static Certificates alice;
    private static Certificates bob;

    @BeforeAll
    static void certificates() throws Exception {
        own = Certificates.of(directory, "localhost");
        alice = Certificates.of(directory, "alice");
        bob = Certificates.of(directory, "bob");
    }

    private static Tls tls() throws Exception {
        Resource chain = Resource.create(own.certificatePem());
        Resource key = Resource.create(own.keyPem());
        return Tls.builder()
                .privateKey(keys -> keys.pem(pem -> pem.key(key)))
                .privateKeyCertChain(keys -> keys.pem(pem -> pem.certChain(chain)))
                .trust(List.of(alice.certificate(), bob.certificate()))
                .clientAuth(TlsClientAuth.OPTIONAL)
                .build();
    }

    private record Served(int port, Runnable stop) implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }

        String ask(HttpClient.Version version, SSLContext client) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
                    .header("Client-Cert", ":forged:")
                    .build();
            try (HttpClient http =
                    HttpClient.newBuilder().version(version).sslContext(client).build()) {
                var answer = http.send(request, BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(version);
                return answer.body();
            }
        }
    }

    private static Served served(boolean portable, Gateway gateway) throws Exception {
        if (portable) {
            HttpRouting.Builder routing = HttpRouting.builder()
                    .addFeature(new Trusting(Trust.NOBODY).tellingCertificates())
                    .addFeature(gateway);
            WebServer server = WebServer.builder()
                    .address(InetAddress.getLoopbackAddress())
                    .port(0)
                    .tls(tls())
                    .shutdownHook(false)
                    .addRouting(routing)
                    .build()
                    .start();
            return new Served(server.port(), server::stop);
        }
        Tls tls = tls();
        RunningGateway running = gateway.listen(
                listen -> listen.host("127.0.0.1").port(0).tls(tls).forwardClientCertificates());
        return new Served(running.port(), running::stop);
    }

    @ParameterizedTest
    @CsvSource({"true, HTTP_1_1", "false, HTTP_1_1", "false, HTTP_2"})
    void areTakenByWhoHasIt(boolean portable, HttpClient.Version version) throws Exception {
        String print = ClientCertificate.of(bob.certificate()).orElseThrow().fingerprint();
        try (FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
                Served served = served(portable, gateway(g -> {
                    g.route("alice", clientCert("CN=alice"), r -> r.forward(upstream.url()));
                    g.route("bob", clientCertFingerprint(print), r -> r.respond(200, "text/plain", "bob"));
                    g.otherwise(r -> r.respond(200, "text/plain", "a stranger"));
                }))) {
            assertThat(served.ask(version, alice.context(own))).isEqualTo("ok");
            assertThat(Answer.fields(upstream.heads().getLast(), "Client-Cert"))
                    .containsExactly(":"
                            + ClientCertificate.of(alice.certificate())
                                    .orElseThrow()
                                    .encoded() + ":");
            assertThat(served.ask(version, bob.context(own))).isEqualTo("bob");
            assertThat(served.ask(version, Certificates.trusting(own))).isEqualTo("a stranger");
        }
    }
}
