package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    private static String ip(String address) {
        return Source.clientIp().key(Exchanges.getFrom(address, "/"));
    }

    @Test
    void countsIpv4Whole() {
        assertThat(ip("192.0.2.1")).isEqualTo("192.0.2.1").isNotEqualTo(ip("192.0.2.2"));
    }

    @Test
    void countsIpv4MappedAddressesAsIpv4() {
        assertThat(ip("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void countsIpv6ByItsSubscribersPrefix() {
        assertThat(ip("2001:db8:1:2::1"))
                .isEqualTo(ip("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(ip("2001:db8:1:3::1"))
                .isEqualTo("20010db8000100020000000000000000/64");
    }

    @ParameterizedTest(name = "/{0} of all ones is {1}")
    @CsvSource({
        "1,   80000000000000000000000000000000",
        "7,   fe000000000000000000000000000000",
        "48,  ffffffffffff00000000000000000000",
        "65,  ffffffffffffffff8000000000000000",
        "127, fffffffffffffffffffffffffffffffe",
        "128, ffffffffffffffffffffffffffffffff",
    })
    void masksAnyPrefix(int bits, String key) {
        String ones = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
        assertThat(Source.clientIp(bits).key(Exchanges.getFrom(ones, "/"))).isEqualTo(key + "/" + bits);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 129})
    void refusesAPrefixThatIpv6DoesNotHave(int bits) {
        assertThatThrownBy(() -> Source.clientIp(bits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ipv6PrefixBits must be 1..128, is " + bits);
    }

    @Test
    void countsTheOriginAndNotTheTrustedHopThatSpeaksForIt() {
        assertThat(keyBehindAHop("203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(keyBehindAHop("2001:db8:1:2::1")).isEqualTo("20010db8000100020000000000000000/64");
    }

    private static String keyBehindAHop(String address) {
        Origin origin = new Origin(
                Cidr.address(address), address, "http", "a", 80, new Origin.Way(List.of(), List.of("192.0.2.1")));
        FakeClient hop = FakeClient.at("192.0.2.1").speakingFor(origin);
        return Source.clientIp().key(Request.of(new RequestHead("GET", "/", Fields.EMPTY), Body.empty(), hop, 0));
    }

    @Test
    void countsUnixSocketsTogether() {
        Peer peer = Peer.of(UnixDomainSocketAddress.of("/run/sluice"), Optional.empty());
        Request request = Request.of(new RequestHead("GET", "/", Fields.EMPTY), Body.empty(), FakeClient.of(peer), 0);
        assertThat(Source.clientIp().key(request)).isEqualTo("unix");
    }

    @Test
    void countsByAFieldOrTheEmptyKeyWithoutIt() {
        Request with = Exchanges.request("GET", "/", Fields.of("x-api-key", "k1"), Body.empty());
        assertThat(Source.header("X-Api-Key").key(with)).isEqualTo("k1");
        assertThat(Source.header("X-Api-Key").key(Exchanges.get("/"))).isEmpty();
    }

    @Test
    void countsByTheHostThatTheRequestNames() {
        assertThat(Source.host().key(Exchanges.get("/"))).isEqualTo("example.com");
    }

    @Test
    void countsByACookieThePathOrAParameterOfTheQuery() {
        Request request = Exchanges.request(
                "GET", "/a/b?x=1&user=J%C3%BCrgen+K&user=2", Fields.of("Cookie", "a=b; sid=s3"), Body.empty());
        assertThat(Source.parse("cookie(sid)").key(request)).isEqualTo("s3");
        assertThat(Source.parse("path()").key(request)).isEqualTo("/a/b");
        assertThat(Source.parse("query(user)").key(request)).isEqualTo("J\u00fcrgen K");
        assertThat(Source.parse("query(y)").key(request)).isEmpty();
        assertThat(Source.parse("cookie(y)").key(request)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?id=%C3%A9", "/?x&i%64=%c3%a9", "/?id=\u00c3\u00a9", "/?&id=%C3%A9&id=2"})
    void noSpellingOfAQueryIsAWayAroundALimit(String target) {
        assertThat(Source.query("id").key(Exchanges.get(target))).isEqualTo("\u00e9");
    }

    @Test
    void refusesAFieldWithoutAName() {
        assertThatThrownBy(() -> Source.header(" ")).hasMessage("header name must be a token, is ' '");
    }

    @Test
    void isNamedAsTheDslWritesIt() {
        assertThat(Source.clientIp()).hasToString("clientIp()");
        assertThat(Source.clientIp(48)).hasToString("clientIp(48)");
        assertThat(Source.header("X-Api-Key")).hasToString("header(X-Api-Key)");
        assertThat(Source.host()).hasToString("host()");
    }

    @Test
    void countsAHostInAnyCaseAsOne() { // RFC 9110 §4.2.3: the host is case-insensitive
        Request shouting = Exchanges.request("GET", "/", Fields.of("Host", "EXAMPLE.com"), Body.empty());
        assertThat(Source.host().key(shouting)).isEqualTo(Source.host().key(Exchanges.get("/")));
    }

    @ParameterizedTest
    @CsvSource({
        "x.test,                  x.test",
        "X.Test,                  x.test",
        "x.test:80,               x.test",
        "x.test:443,              x.test",
        "x.test:18107,            x.test",
        "x.test:,                 x.test",
        "x.test.,                 x.test",
        "X.TEST.:80,              x.test",
        "192.0.2.1:8080,          192.0.2.1",
        "[::1],                   [::1]",
        "[::1]:80,                [::1]",
        "[0:0:0:0:0:0:0:1]:8443,  [::1]",
        "[::FFFF:192.0.2.1],      192.0.2.1",
    })
    void neitherPortNorDotNorSpellingOfAHostIsAWayAroundALimit(String host, String key) {
        Request request = Exchanges.request("GET", "/", Fields.of("Host", host), Body.empty());
        assertThat(Source.host().key(request)).isEqualTo(key);
    }

    @Test
    void requestsWithoutAHostShareOneKey() {
        Request request = Exchanges.request("GET", "/", Fields.EMPTY, Body.empty());
        assertThat(Source.host().key(request)).isEmpty();
    }
}
