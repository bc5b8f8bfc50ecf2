package dev.sluice.core.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 192.0.2.1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "255.255.255.254/31, 255.255.255.255, true",
        "128.0.0.0/1, 127.255.255.255, false",
    })
    void containsTheAddressesThatShareItsPrefix(String range, String address, boolean contained) {
        assertThat(Cidr.of(range).contains(Cidr.address(address).orElseThrow())).isEqualTo(contained);
    }

    @Test
    void takesAMappedAddressForTheIpv4AddressItStandsFor() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3};
        InetAddress address = Inet6Address.getByAddress("", mapped, 0);
        assertThat(address).isInstanceOf(Inet6Address.class);
        assertThat(Cidr.of("10.0.0.0/8").contains(address)).isTrue();
        assertThat(Cidr.of("::ffff:10.0.0.0/104")).isEqualTo(Cidr.of("10.0.0.0/8"));
        assertThat(Cidr.of("::ffff:10.1.2.3")).isEqualTo(Cidr.of("10.1.2.3"));
        assertThat(new Cidr(address, 128)).isEqualTo(Cidr.of("10.1.2.3/32"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "::/129",
                "10.0.0/8",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "1",
                "010.0.0.1",
                "256.0.0.1",
                "1.2.3.4.5",
                ".::1",
                "[::1]",
                "fe80::1%eth0",
                "::ffff:10.0.0.0/95",
                "1:2:3",
                "10.0.0.0/8/8",
                "٣.0.0.1",
                "::٣"
            })
    void refusesWhatIsNotARangeAndNamesIt(String text) {
        assertThatThrownBy(() -> Cidr.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address range '");
    }

    @Test
    void refusesBitsBehindThePrefixAndSaysWhatWasMeant() {
        assertThatThrownBy(() -> Cidr.of("10.1.2.3/8")).hasMessageEndingWith("write 10.0.0.0/8");
    }

    @Test
    void printsAsItIsWritten() {
        assertThat(Cidr.of("10.0.0.0/8")).hasToString("10.0.0.0/8");
        assertThat(Cidr.of(" 192.0.2.1 ")).hasToString("192.0.2.1/32");
    }

    @Test
    void looksThroughSeveralRanges() {
        assertThat(Cidr.anyContains(
                        Cidr.privateNetworks(), Cidr.address("172.31.0.1").orElseThrow()))
                .isTrue();
        assertThat(Cidr.anyContains(Cidr.loopback(), Cidr.address("192.0.2.1").orElseThrow()))
                .isFalse();
    }
}
