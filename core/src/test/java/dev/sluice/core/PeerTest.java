package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerTest {
    @Test
    void takesAnUnresolvedAddressThatIsALiteral() {
        Peer peer = Peer.of(InetSocketAddress.createUnresolved("192.0.2.66", 4711), Optional.empty());

        assertThat(peer.address()).isEqualTo(Cidr.address("192.0.2.66"));
        assertThat(peer.host()).isEqualTo("192.0.2.66");
        assertThat(peer.port()).isEqualTo(4711);
    }

    @Test
    void neverLooksANameUp() {
        assertThat(Peer.of(InetSocketAddress.createUnresolved("localhost", 4711), Optional.empty())
                        .address())
                .isEmpty();
    }

    @Test
    void hasNoAddressOnAUnixSocket() {
        Peer peer = Peer.of(UnixDomainSocketAddress.of(Path.of("gateway.sock")), Optional.empty());

        assertThat(peer.address()).isEmpty();
        assertThat(peer.host()).isEqualTo("unix");
    }
}
