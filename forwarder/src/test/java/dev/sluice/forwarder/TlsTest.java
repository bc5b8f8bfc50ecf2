package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Failure;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsConfig;
import io.helidon.webclient.api.WebClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Upstreams over TLS, configured as Helidon's WebClient is. */
@Timeout(30)
class TlsTest {
    @TempDir
    static Path directory;

    private static FakeTlsUpstream upstream;

    @BeforeAll
    static void start() throws Exception {
        upstream = new FakeTlsUpstream(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        upstream.close();
    }

    private static Forwarder forwarder(UnaryOperator<TlsConfig.Builder> tls) {
        WebClient client =
                WebClient.builder().tls(tls.apply(Tls.builder()).build()).build();
        return Forwarding.real(ForwarderOptions.builder().webClient(client).build());
    }

    private static Response get(Forwarder forwarder, String host) {
        return forwarder.handle(
                Exchanges.get("/").withUpstream(Upstream.of("https://" + host + ":" + upstream.port())));
    }

    @Test
    void verifiesTheUpstreamAndOffersHttp11Only_rfc7301() throws Exception {
        try (Forwarder forwarder = forwarder(tls -> tls.trust(List.of(upstream.certificate())))) {
            for (int i = 0; i < 3; i++) {
                assertThat(Exchanges.send(get(forwarder, "localhost"))).isEqualTo("secret");
            }
            assertThat(upstream.protocols()).containsOnly("http/1.1");
        }
    }

    @Test
    void usesASecureConnectionAgainEvenForAPost() throws Exception {
        try (Forwarder forwarder = forwarder(tls -> tls.trust(List.of(upstream.certificate())))) {
            int before = upstream.protocols().size();
            for (int i = 0; i < 3; i++) {
                var post = Exchanges.post("/", "pay").withUpstream(Upstream.of("https://localhost:" + upstream.port()));
                assertThat(Exchanges.send(forwarder.handle(post))).isEqualTo("secret");
            }
            assertThat(upstream.protocols()).hasSize(before + 1);
        }
    }

    @Test
    void answers502IfNobodyVouchesForTheUpstream() {
        try (Forwarder forwarder = Forwarding.real(ForwarderOptions.defaults());
                Response response = get(forwarder, "localhost")) {
            assertThat(response.status().code()).isEqualTo(502);
            assertThat(response.failure()).containsInstanceOf(Failure.ConnectFailed.class);
        }
    }

    @Test
    void answers502IfTheCertificateNamesSomebodyElse_rfc9110_4_3_4() throws Exception {
        try (Forwarder forwarder = forwarder(tls -> tls.trust(List.of(upstream.certificate())));
                Response response = get(forwarder, "127.0.0.1")) {
            assertThat(response.failure()).containsInstanceOf(Failure.ConnectFailed.class);
        }
    }

    @Test
    void asksForAndVerifiesANameOfOnesOwn_rfc6066_3() {
        Tls trusting = Tls.builder().trust(List.of(upstream.certificate())).build();
        ForwarderOptions options = ForwarderOptions.builder()
                .tls(trusting)
                .tlsServerName("app.test")
                .build();
        try (Forwarder forwarder = Forwarding.real(options)) {
            assertThat(Exchanges.send(get(forwarder, "127.0.0.1"))).isEqualTo("secret");
            assertThat(upstream.names().getLast()).contains("app.test");
        }
    }

    @Test
    void anAddressBesideTheNameLeavesTheNameToTls_rfc6066_3() {
        try (Forwarder forwarder = forwarder(tls -> tls.trust(List.of(upstream.certificate())))) {
            Upstream found = Upstream.of("https://app.test:" + upstream.port()).at("127.0.0.1");

            Response response = forwarder.handle(Exchanges.get("/").withUpstream(found));

            assertThat(Exchanges.send(response)).isEqualTo("secret");
            assertThat(upstream.names().getLast()).contains("app.test");
        }
    }

    @Test
    void answers502IfTheCertificateDoesNotHoldTheNameOfOnesOwn() {
        Tls trusting = Tls.builder().trust(List.of(upstream.certificate())).build();
        ForwarderOptions options = ForwarderOptions.builder()
                .tls(trusting)
                .tlsServerName("other.test")
                .build();
        try (Forwarder forwarder = Forwarding.real(options);
                Response response = get(forwarder, "localhost")) {
            assertThat(response.failure()).containsInstanceOf(Failure.ConnectFailed.class);
        }
    }

    @Test
    void takesTlsOfItsOwnInPlaceOfTheClients() {
        Tls trusting = Tls.builder().trust(List.of(upstream.certificate())).build();
        try (Forwarder forwarder =
                Forwarding.real(ForwarderOptions.builder().tls(trusting).build())) {
            assertThat(Exchanges.send(get(forwarder, "localhost"))).isEqualTo("secret");
        }
    }

    @Test
    void takesAnybodyForTheUpstreamIfAskedToInsecurely() {
        try (Forwarder forwarder =
                Forwarding.real(ForwarderOptions.builder().insecureSkipVerify().build())) {
            assertThat(Exchanges.send(get(forwarder, "127.0.0.1"))).isEqualTo("secret");
        }
    }

    @Test
    void refusesTlsThatIsSwitchedOff() {
        assertThatThrownBy(() -> forwarder(tls -> tls.enabled(false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'tls' must not be switched off");
    }
}
