package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.syntax.Cidr;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A load balancer before the gateway says who the client is (PROXY protocol, versions 1 and 2). */
class ProxyProtocolTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

    private static Wires trusting(String cidr) {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        return Wires.listening(
                upstream,
                proxy().forward(upstream.url()),
                listen -> listen.clients(clients -> clients.proxyProtocolFrom(List.of(Cidr.of(cidr)))));
    }

    private static byte[] version2(int... addressAndPorts) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(SIGNATURE);
        header.write(0x21);
        header.write(0x11);
        header.write(0);
        header.write(addressAndPorts.length);
        for (int part : addressAndPorts) {
            header.write(part);
        }
        return header.toByteArray();
    }

    @Test
    void version1SaysWhoTheClientIs() throws IOException {
        try (Wires wires = trusting("127.0.0.1/32");
                RawClient client = wires.connect()) {
            client.send("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n" + GET);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(wires.received("X-Forwarded-For")).containsExactly("203.0.113.7");
            assertThat(wires.received("X-Real-Ip")).containsExactly("203.0.113.7");
            client.send(GET).answer();
            assertThat(wires.received("X-Forwarded-For")).containsExactly("203.0.113.7");
        }
    }

    @Test
    void version1SaysSoOfIpv6() throws IOException {
        try (Wires wires = trusting("127.0.0.1/32");
                RawClient client = wires.connect()) {
            client.send("PROXY TCP6 2001:db8::7 2001:db8::1 4711 80\r\n" + GET);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(wires.received("X-Real-Ip").getFirst()).isEqualTo("2001:db8::7");
        }
    }

    @Test
    void version2SaysWhoTheClientIs() throws IOException {
        try (Wires wires = trusting("127.0.0.1/32");
                RawClient client = wires.connect()) {
            client.send(version2(203, 0, 113, 9, 192, 0, 2, 1, 0x12, 0x34, 0, 80))
                    .send(GET);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(wires.received("X-Forwarded-For")).containsExactly("203.0.113.9");
        }
    }

    @Test
    void anUnknownSourceIsThePeerItself() throws IOException {
        try (Wires wires = trusting("127.0.0.1/32");
                RawClient client = wires.connect()) {
            client.send("PROXY UNKNOWN\r\n" + GET);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(wires.received("X-Forwarded-For")).containsExactly("127.0.0.1");
        }
    }

    @Test
    void whoIsNotTrustedIsNotServed() throws IOException {
        try (Wires wires = trusting("192.0.2.0/24");
                RawClient client = wires.connect()) {
            client.send("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n" + GET);
            assertThat(client.restOrReset()).isIn("", "<reset>");
            assertThat(wires.upstream().connections()).isZero();
        }
    }

    @Test
    void whoSaysNothingIsNotServed() throws IOException {
        try (Wires wires = trusting("127.0.0.1/32");
                RawClient client = wires.connect()) {
            client.send(GET);
            assertThat(client.restOrReset()).doesNotStartWith("HTTP/1.1 200");
            assertThat(wires.upstream().connections()).isZero();
        }
    }

    @Test
    void nobodyIsBelievedWhereItIsOff() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n" + GET)
                            .status())
                    .isEqualTo(400);
            assertThat(wires.upstream().connections()).isZero();
        }
    }
}
