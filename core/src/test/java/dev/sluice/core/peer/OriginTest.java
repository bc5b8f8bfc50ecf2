package dev.sluice.core.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
    private static final Peer PEER = Peer.of(new InetSocketAddress("192.0.2.1", 40_000), Optional.empty());

    @Test
    void isThePeerIfNobodySpeaksForIt() {
        Origin origin = Origin.of(PEER, "a.test:8080");
        assertThat(origin)
                .isEqualTo(new Origin(PEER.address(), "192.0.2.1", "http", "a.test:8080", 8080, Origin.Way.DIRECT));
        assertThat(origin.secure()).isFalse();
    }

    @Test
    void speaksWhatItsPeerSpeaks() {
        Peer.TlsSession tls = new Peer.TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "a.test", "");
        Origin origin = Origin.of(new Peer(PEER.address(), PEER.host(), 1, Optional.of(tls)), "a.test");
        assertThat(origin.scheme()).isEqualTo("https");
        assertThat(origin.secure()).isTrue();
        assertThat(origin.port()).isEqualTo(443);
    }

    @ParameterizedTest(name = "{0} is host {1}, port {2}")
    @CsvSource({
        "a.test, a.test, 80",
        "a.test:8443, a.test, 8443",
        "a.test:, a.test, 80",
        "a.test:0, a.test, 80",
        "a.test:65535, a.test, 65535",
        "a.test:65536, a.test, 80",
        "a.test:99999999999, a.test, 80",
        "a.test:8x, a.test, 80",
        "[2001:db8::1], [2001:db8::1], 80",
        "[2001:db8::1]:81, [2001:db8::1], 81",
        "'', '', 80",
    })
    void tellsHostAndPortApart(String authority, String host, int port) {
        Origin origin = Origin.of(PEER, authority);
        assertThat(origin.host()).isEqualTo(host);
        assertThat(origin.port()).isEqualTo(port);
    }
}
