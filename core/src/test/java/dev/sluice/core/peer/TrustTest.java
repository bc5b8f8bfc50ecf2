package dev.sluice.core.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustTest {
    private static Peer at(String address) {
        return Peer.of(new InetSocketAddress(address, 1), Optional.empty());
    }

    @Test
    void includesTheHopsAndNobodyElse() {
        Trust trust = Trust.in("10.0.0.0/8", "2001:db8::/32");
        assertThat(trust.includes(at("10.1.2.3"))).isTrue();
        assertThat(trust.includes(at("2001:db8::9"))).isTrue();
        assertThat(trust.includes(at("192.0.2.1"))).isFalse();
        assertThat(trust.includes(Peer.of(UnixDomainSocketAddress.of("/run/x"), Optional.empty())))
                .isFalse();
        assertThat(Trust.NOBODY.includes(at("127.0.0.1"))).isFalse();
    }

    @Test
    void namesEveryMistakeAtOnce() {
        assertThatThrownBy(() -> Trust.in("10.0.0.0/8", "10.0.0.1/8", "example.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("10.0.0.1/8", "example.com");
        assertThatThrownBy(() -> Trust.NOBODY.guarding("X Country")).hasMessageContaining("'X Country'");
    }

    @Test
    void isComparedByValue() {
        assertThat(Trust.in("10.0.0.0/8").told(Trust.Told.FORWARDED).guarding("X-Country"))
                .isEqualTo(Trust.in("10.0.0.0/8").guarding("X-Country").told(Trust.Told.FORWARDED))
                .isNotEqualTo(Trust.in("10.0.0.0/8"));
    }
}
