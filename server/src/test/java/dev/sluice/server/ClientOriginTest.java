package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Trust;
import dev.sluice.core.peer.Trust.Told;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who the client is, by the word of trusted hops alone: the same in both hosts. */
class ClientOriginTest {
    private static final Trust HOPS = Trust.in("127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32");

    private static Response told(Request request) {
        Origin origin = request.client().origin();
        String way = origin.way().claims() + " " + origin.way().hops();
        return Response.of(
                Status.OK_200,
                origin.text() + " " + origin.scheme() + "://" + origin.authority() + " " + origin.port() + " " + way);
    }

    private static String told(Host host, Trust trust, String... lines) throws IOException {
        try (Host.Running server = host.start(ClientOriginTest::told, trust);
                RawClient client = server.connect()) {
            String head = "GET / HTTP/1.1\r\nHost: app.test:8080\r\n" + String.join("\r\n", lines);
            return client.send(head + (lines.length == 0 ? "\r\n" : "\r\n\r\n"))
                    .answer()
                    .body();
        }
    }

    private static Stream<Arguments> inBoth(Stream<Arguments> rows) {
        return rows.flatMap(row -> Stream.of(Host.values()).map(host -> {
            Object[] told = row.get();
            return arguments(host, told[0], told[1]);
        }));
    }

    static Stream<Arguments> forwardedFor() {
        String here = "http://app.test:8080 8080 ";
        return inBoth(Stream.of(
                arguments("", "127.0.0.1 " + here + "[] []"),
                arguments("203.0.113.9", "203.0.113.9 " + here + "[] [127.0.0.1]"),
                arguments("6.6.6.6, 203.0.113.9", "203.0.113.9 " + here + "[6.6.6.6] [127.0.0.1]"),
                arguments("203.0.113.9, 10.1.1.1", "203.0.113.9 " + here + "[] [10.1.1.1, 127.0.0.1]"),
                arguments("10.3.3.3, 10.2.2.2", "10.3.3.3 " + here + "[] [10.2.2.2, 127.0.0.1]"),
                arguments("203.0.113.9:4711", "203.0.113.9 " + here + "[] [127.0.0.1]"),
                arguments("203.0.113.9, [2001:db8::1]:4711,", "203.0.113.9 " + here + "[] [*, 127.0.0.1]"),
                arguments("unknown", "127.0.0.1 " + here + "[unknown] []"),
                arguments("203.0.113.9, evil.example", "127.0.0.1 " + here + "[203.0.113.9, evil.example] []"),
                arguments(
                        "203.0.113.9, 10.1.1.256, 10.1.1.1",
                        "10.1.1.1 " + here + "[203.0.113.9, 10.1.1.256] [127.0.0.1]"),
                arguments("1.1.1.1\r\nX-Forwarded-For: 2.2.2.2", "2.2.2.2 " + here + "[1.1.1.1] [127.0.0.1]")));
    }

    @ParameterizedTest(name = "{0}: X-Forwarded-For: {1} is {2}")
    @MethodSource("forwardedFor")
    void walksTrustedHopsFromTheRight(Host host, String list, String expected) throws IOException {
        String answer = told(host, HOPS, "X-Forwarded-For: " + list);
        assertThat(answer.replaceAll("2001:[0-9a-f:]+", "*")).isEqualTo(expected);
    }

    static Stream<Arguments> asked() {
        return inBoth(Stream.of(
                arguments("X-Forwarded-Proto: https", "https://app.test:8080 8080"),
                arguments("X-Forwarded-Proto: WSS\r\nX-Forwarded-Host: shop.test", "https://shop.test 443"),
                arguments("X-Forwarded-Host: shop.test:8443", "http://shop.test:8443 8443"),
                arguments("X-Forwarded-Host: shop.test\r\nX-Forwarded-Port: 81", "http://shop.test 81"),
                arguments("X-Forwarded-Proto: javascript", "http://app.test:8080 8080"),
                arguments("X-Forwarded-Host: a/b@c\r\nX-Forwarded-Port: 70000", "http://app.test:8080 8080"),
                arguments("X-Forwarded-Proto: https, http", "http://app.test:8080 8080"),
                arguments(
                        "X-Forwarded-Proto: https, http\r\nX-Forwarded-For: 203.0.113.9, 10.1.1.1",
                        "https://app.test:8080 8080")));
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @MethodSource("asked")
    void takesWhatTheOriginAskedForFromTheHopItIsConnectedTo(Host host, String lines, String expected)
            throws IOException {
        assertThat(told(host, HOPS, lines)).contains(" " + expected + " ");
    }

    static Stream<Arguments> forwarded() {
        String here = "http://app.test:8080 8080 ";
        return inBoth(Stream.of(
                arguments("for=203.0.113.9", "203.0.113.9 " + here + "[] [127.0.0.1]"),
                arguments(
                        "For=\"203.0.113.9:4711\" ; proto=https;host=\"shop.test\";;by=_x , for=10.1.1.1;proto=http",
                        "203.0.113.9 https://shop.test 443 [] [10.1.1.1, 127.0.0.1]"),
                arguments("for=\"_hidden\";proto=https", "127.0.0.1 https://app.test:8080 8080 [_hidden] []"),
                arguments("proto=https", "127.0.0.1 https://app.test:8080 8080 [unknown] []"),
                arguments("for=6.6.6.6, for=\"x, for=203.0.113.9", "203.0.113.9 " + here + "* [127.0.0.1]"),
                arguments("for=\"\r\nForwarded: for=203.0.113.9", "203.0.113.9 " + here + "[unknown] [127.0.0.1]"),
                arguments("for=203.0.113.9;;host", "127.0.0.1 " + here + "[unknown] []")));
    }

    /** RFC 7239; what a client wrote before it must not spoil what a trusted hop has added. */
    @ParameterizedTest(name = "{0}: Forwarded: {1} is {2}")
    @MethodSource("forwarded")
    void believesForwardedOfHopsThatTellItThere(Host host, String list, String expected) throws IOException {
        String answer = told(
                host,
                HOPS.told(Told.FORWARDED),
                "Forwarded: " + list,
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-Proto: ws");
        if (expected.contains("*")) {
            assertThat(answer).startsWith(expected.substring(0, expected.indexOf('*')));
        } else {
            assertThat(answer).isEqualTo(expected);
        }
    }

    /** A hop that only knows X-Forwarded-For passes on a Forwarded that its client has forged. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void looksAtNoFieldThatItsHopsDoNotWrite(Host host) throws IOException {
        assertThat(told(
                        host,
                        HOPS,
                        "Forwarded: for=6.6.6.6;proto=https;host=evil.test",
                        "X-Forwarded-For: 203.0.113.9"))
                .startsWith("203.0.113.9 http://app.test:8080 8080 ");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void isThePeerIfThatIsNotTrusted(Host host) throws IOException {
        for (Trust trust : List.of(Trust.NOBODY, Trust.in("10.0.0.0/8"))) {
            for (Told fields : Told.values()) {
                String answer = told(
                        host,
                        trust.told(fields),
                        "X-Forwarded-For: 203.0.113.9",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: evil.test",
                        "X-Forwarded-Port: 1",
                        "Forwarded: for=203.0.113.9;proto=https");
                assertThat(answer).isEqualTo("127.0.0.1 http://app.test:8080 8080 [] []");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void isThatOfEachRequestOnOneConnection(Host host) throws IOException {
        try (Host.Running server = host.start(ClientOriginTest::told, Trust.NOBODY);
                RawClient client = server.connect()) {
            for (String name : List.of("a.test", "A.test", "A.test", "b.test:81")) {
                String answer = client.send("GET / HTTP/1.1\r\nHost: " + name + "\r\n\r\n")
                        .answer()
                        .body();
                assertThat(answer).contains("http://" + name + " ");
            }
        }
    }
}
