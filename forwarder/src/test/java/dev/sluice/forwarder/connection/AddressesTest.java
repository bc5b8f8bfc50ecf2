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
        assertThat(Addresses.interleaved(0, six1, six2, six3, four)).containsExactly(six1, four, six2, six3);
        assertThat(Addresses.interleaved(0, four, six1)).containsExactly(four, six1);
    }

    @Test
    void looksNoLiteralUp() throws Exception {
        assertThat(Addresses.of("::1", 0, Optional.empty(), new Progress()))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("0:0:0:0:0:0:0:1");
    }

    @Test
    void beginsWithEachAddressOfAFamilyInTurn() throws Exception {
        InetAddress one = InetAddress.getByName("192.0.2.1");
        InetAddress two = InetAddress.getByName("192.0.2.2");
        InetAddress six = InetAddress.getByName("2001:db8::1");
        assertThat(Addresses.interleaved(1, one, two, six)).containsExactly(two, six, one);
        assertThat(Addresses.interleaved(2, one, two, six)).containsExactly(one, six, two);
        assertThat(Addresses.interleaved(-1, one, two, six)).containsExactly(two, six, one);
    }
}
