package dev.sluice.forwarder.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void triesBothFamiliesInTurnStartingWithTheResolversFirst_rfc8305_4() throws Exception {
        InetAddress six1 = InetAddress.getByName("2001:db8::1");
        InetAddress six2 = InetAddress.getByName("2001:db8::2");
        InetAddress six3 = InetAddress.getByName("2001:db8::3");
        InetAddress four = InetAddress.getByName("192.0.2.1");
        assertThat(Addresses.interleaved(six1, six2, six3, four)).containsExactly(six1, four, six2, six3);
        assertThat(Addresses.interleaved(four, six1)).containsExactly(four, six1);
    }

    @Test
    void looksNoLiteralUp() throws Exception {
        assertThat(Addresses.of("::1", Optional.empty(), new Progress()))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("0:0:0:0:0:0:0:1");
    }
}
