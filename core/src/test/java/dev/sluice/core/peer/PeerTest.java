package dev.sluice.core.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.syntax.Cidr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest(name = "{0} is {1} (RFC 5952 §4)")
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:0DB8:0:0:0:0:0:7, 2001:db8::7",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80::1%1, fe80::1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "192.0.2.1, 192.0.2.1"
    })
    void writesAddressesInTheOneForm(String address, String text) throws Exception {
        Peer peer = Peer.of(new InetSocketAddress(InetAddress.getByName(address), 1), Optional.empty());
        assertThat(peer.host()).isEqualTo(text);
    }
}
