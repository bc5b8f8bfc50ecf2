package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.peer.Trust;
import dev.sluice.model.SpecType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import dev.sluice.server.CertificateFiles;
import dev.sluice.server.Http2Limits;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.TlsOptions;
import dev.sluice.server.TlsOptions.ClientAuth;
import dev.sluice.server.WireOptions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The options of a listener as data. */
class ListenerTypeTest {
    private static final Map<String, Object> WHOLE = Map.of(
            "port",
            8443,
            "host",
            "127.0.0.1",
            "max-connections",
            100,
            "drain-delay",
            "5s",
            "drain-timeout",
            "1m",
            "tls",
            Map.of(
                    "certificates", List.of(Map.of("certificate", "a.pem", "key", "a.key")),
                    "client-auth", "want",
                    "authorities", List.of("ca.pem"),
                    "protocols", List.of("TLSv1.3"),
                    "reload-every", "1h"),
            "clients",
            Map.of(
                    "limits",
                    Map.of("line", 1024),
                    "head-timeout",
                    "3s",
                    "max-body",
                    "10 MiB",
                    "memory",
                    "64 MiB",
                    "proxy-protocol-from",
                    List.of("10.0.0.0/8"),
                    "trust",
                    Map.of("hops", List.of("10.0.0.0/8"), "told", "forwarded"),
                    "client-certificates",
                    true,
                    "http2",
                    false,
                    "http2-limits",
                    Map.of("max-streams", 50)));

    private static ListenOptions read(Map<String, Object> data) {
        return ListenerType.TYPE.read(OptionValues.of(ListenerType.TYPE, data));
    }

    private static Map<String, Object> write(ListenOptions options) {
        Map<String, Object> data = new HashMap<>();
        ListenerType.TYPE.options().stream()
                .filter(option -> option.isSet(options))
                .forEach(option -> data.put(option.key(), option.write(options)));
        return data;
    }

    @Test
    void isWhatTheBuilderWrites() {
        ListenOptions built = new Listen()
                .port(8443)
                .host("127.0.0.1")
                .maxConnections(100)
                .drainDelay(Duration.ofSeconds(5))
                .drainTimeout(Duration.ofMinutes(1))
                .certificate(Path.of("a.pem"), Path.of("a.key"))
                .clientsMayHave(Path.of("ca.pem"))
                .tls((TlsOptions.Builder tls) -> tls.protocols("TLSv1.3").reloadEvery(Duration.ofHours(1)))
                .proxyProtocol("10.0.0.0/8")
                .trust(Trust.in("10.0.0.0/8").told(Trust.Told.FORWARDED))
                .forwardClientCertificates()
                .clients(c -> c.limits(new dev.sluice.core.MessageLimits(1024, 32 * 1024, 200, 8 * 1024))
                        .headTimeout(Duration.ofSeconds(3))
                        .maxBody(10 << 20)
                        .memory(64 << 20)
                        .http2(false)
                        .http2Limits(new Http2Limits(50, 64 * 1024, 1024 * 1024, 200, 1000)))
                .options();
        assertThat(read(WHOLE)).isEqualTo(built).hasSameHashCodeAs(built);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        ListenOptions unix = new Listen()
                .unixSocket(Path.of("/run/sluice.sock"))
                .socketPermissions("rw-rw-rw-")
                .options();
        ListenOptions redirecting = new Listen().port(80).redirectToHttps().options();
        for (ListenOptions options : List.of(read(Map.of()), read(WHOLE), unix, redirecting)) {
            assertThat(read(write(options))).isEqualTo(options);
        }
        assertThat(write(read(Map.of()))).isEmpty();
    }

    @Test
    void everyComponentIsAnOption() {
        check(ListenOptions.class, ListenerType.TYPE);
        check(TlsOptions.class, TlsSpecs.TYPE);
        check(WireOptions.class, ClientSpecs.TYPE);
    }

    private static void check(Class<? extends Record> options, PartType<?> type) {
        assertThat(type.options().stream().map(OptionSpec::name))
                .containsExactlyInAnyOrderElementsOf(Stream.of(options.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void thePageHasEveryOption() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "listeners.md"));
        Stream.of(ListenerType.TYPE, TlsSpecs.TYPE)
                .flatMap(type -> type.options().stream())
                .forEach(option -> assertThat(page).contains("| `" + option.name() + "` | "));
    }

    @Test
    void mistakesNameTheirOption() {
        assertThatThrownBy(() -> read(Map.of(
                        "port",
                        "many",
                        "tls",
                        Map.of("client-auth", "need", "certificates", List.of(Map.of("key", "a.key"))),
                        "clients",
                        Map.of("trust", Map.of("hops", List.of("everybody"))),
                        "prot",
                        1)))
                .hasMessageContainingAll(
                        "port must be a whole number, is many",
                        "tls: certificates: certificate and key go together",
                        "clients: trust: hops: address range 'everybody'",
                        "unknown option 'prot'");
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(SpecType.class)).hasAtLeastOneElementOfType(ListenerType.class);
    }

    @Test
    void certificatesInAStoreAreDataToo() {
        TlsOptions options = TlsOptions.builder()
                .certificate(CertificateFiles.pem(Path.of("a.pem"), Path.of("a.key")))
                .clientAuth(ClientAuth.NEED, Path.of("ca.pem"))
                .build();
        assertThat(options)
                .isEqualTo(TlsOptions.builder()
                        .certificate(CertificateFiles.pem(Path.of("a.pem"), Path.of("a.key")))
                        .clientAuth(ClientAuth.NEED, Path.of("ca.pem"))
                        .build());
        assertThat(options).hasToString("a.pem, clients NEED");
    }
}
