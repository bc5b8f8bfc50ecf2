package dev.sluice.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.peer.Peer;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final Peer.TlsSession TLS = new Peer.TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "a", "");

    private final Peers peers = new Peers();

    private static Peer at(String address, int port, Optional<Peer.TlsSession> tls) {
        return Peer.of(new InetSocketAddress(address, port), tls);
    }

    @Test
    void connectionsFromOneAddressShareItAndNothingElse() {
        Peer first = peers.sharing(at("192.0.2.1", 1, Optional.of(TLS)));
        Peer second = peers.sharing(at("192.0.2.1", 2, Optional.empty()));
        assertThat(first).isEqualTo(at("192.0.2.1", 1, Optional.of(TLS)));
        assertThat(second).isEqualTo(at("192.0.2.1", 2, Optional.empty()));
        assertThat(second.host()).isSameAs(first.host());
        assertThat(second.address()).isSameAs(first.address());
    }

    @Test
    void everyConnectionHasItsOwnAddressHoweverManyThereAre() {
        for (int i = 0; i < 2_000; i++) {
            String address = "10.0." + i % 7 + "." + i % 251;
            assertThat(peers.sharing(at(address, i, Optional.empty()))).isEqualTo(at(address, i, Optional.empty()));
        }
        assertThat(peers.sharing(at("2001:db8::1", 1, Optional.empty())).host()).isEqualTo("2001:db8::1");
    }
}
