package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "http://a,                     http://a,                a,           80, ''",
        "http://a:,                    http://a,                a,           80, ''",
        "http://a:80/,                 http://a,                a,           80, ''",
        "https://a,                    https://a,               a,           443, ''",
        "https://a:443,                https://a,               a,           443, ''",
        "http://a:443,                 http://a:443,            a,           443, ''",
        "HTTP://Example.COM:9001/Base/, http://example.com:9001/Base, example.com, 9001, /Base",
        "http://a/b/c///,              http://a/b/c,            a,           80, /b/c",
        "http://a/b%20c,               http://a/b%20c,          a,           80, /b%20c",
        "http://[::1]:8080,            http://[::1]:8080,       ::1,         8080, ''",
        "http://[2001:DB8::1],         http://[2001:db8::1],    2001:db8::1, 80, ''",
        "http://127.0.0.1:1,           http://127.0.0.1:1,      127.0.0.1,   1, ''",
        "http://a:65535,               http://a:65535,          a,           65535, ''",
        "http://My_Service:8080/x,     http://my_service:8080/x, my_service, 8080, /x",
        "h2c://a,                      h2c://a,                 a,           80, ''",
        "H2C://a:50051/b/,             h2c://a:50051/b,         a,           50051, /b",
        "http://my_service,            http://my_service,       my_service,  80, ''",
        "http://my_service:,           http://my_service,       my_service,  80, ''",
        "https://_dmarc.a~b.,          https://_dmarc.a~b.,     _dmarc.a~b., 443, ''",
        "http://-a,                    http://-a,               -a,          80, ''",
        "http://b\u00fccher.example:81, http://xn--bcher-kva.example:81, xn--bcher-kva.example, 81, ''",
        "http://B%C3%9CCHER.example,   http://xn--bcher-kva.example, xn--bcher-kva.example, 80, ''",
    })
    void parses(String url, String shown, String host, int port, String basePath) {
        Upstream upstream = Upstream.of(url);
        assertThat(upstream).hasToString(shown);
        assertThat(upstream.host()).isEqualTo(host);
        assertThat(upstream.port()).isEqualTo(port);
        assertThat(upstream.basePath()).isEqualTo(basePath);
        assertThat(Upstream.of(upstream.toString())).isEqualTo(upstream);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "http://,              is not a URL",
        "http://a b,           is not a URL",
        "http://[::1,          is not a URL",
        "'',                   'must start with http://, https:// or h2c://'",
        "a:9001,               'must start with http://, https:// or h2c://'",
        "//a,                  'must start with http://, https:// or h2c://'",
        "ftp://a,              'must start with http://, https:// or h2c://'",
        "http:a,               has no host",
        "http:///base,         has no host",
        "http://u@a,           'must not have user info, a query or a fragment'",
        "http://a?x,           'must not have user info, a query or a fragment'",
        "http://a?,            'must not have user info, a query or a fragment'",
        "http://a#f,           'must not have user info, a query or a fragment'",
        "http://a:0,           has a port outside 1..65535",
        "http://a:65536,       has a port outside 1..65535",
    })
    void refusesWithTheReasonAndTheText(String url, String reason) {
        assertThatThrownBy(() -> Upstream.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("upstream '" + url + "' " + reason);
    }

    @Test
    void ignoresSurroundingWhiteSpace() {
        assertThat(Upstream.of(" http://a ")).isEqualTo(Upstream.of("http://a"));
    }

    @ParameterizedTest
    @CsvSource({"https://a:80/b", "h2c://a/b", "http://c/b", "http://a:81/b", "http://a/c"})
    void differsInEachPart(String other) {
        Upstream upstream = Upstream.of("http://a/b");
        assertThat(upstream).isEqualTo(Upstream.of("http://a:80/b/")).hasSameHashCodeAs(Upstream.of("http://a:80/b/"));
        assertThat(upstream).isNotEqualTo(Upstream.of(other)).doesNotHaveSameHashCodeAs(Upstream.of(other));
        assertThat(upstream).isNotEqualTo("http://a/b");
    }

    @Test
    void isSecureOverHttpsOnly() {
        assertThat(Upstream.of("https://a").secure()).isTrue();
        assertThat(Upstream.of("http://a:443").secure()).isFalse();
    }

    @Test
    void encodesABasePathThatIsNotAscii() { // RFC 3986 §2.1; else the low bytes of its chars would reach the wire
        assertThat(Upstream.of("http://a/\u00fc\u010a").basePath()).isEqualTo("/%C3%BC%C4%8A");
    }

    @Test
    void refusesUserInfoBesideANameOfRfc3986Too_rfc3986_3_2_2() {
        assertThatThrownBy(() -> Upstream.of("http://u@my_service"))
                .hasMessage("upstream 'http://u@my_service' must not have user info, a query or a fragment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://my_service:x",
                "http://a:x",
                "http://a:-1",
                "http://a:99999999999",
                "http://my:service:80",
                "http://a%ff",
                "http://a%20b",
                "http://a_b%2fc",
                "http://a$b",
                "http://%00"
            })
    void saysWhatAHostMayNotHold(String url) {
        assertThatThrownBy(() -> Upstream.of(url))
                .hasMessage("upstream '" + url + "' has a host that is not made of letters, digits, '-', '.', '_' and "
                        + "'~', or a port that is not a number");
    }

    @Test
    void hasAnAddressBesideItsName() {
        Upstream named = Upstream.of("https://api.example.com:8443/base");

        Upstream found = named.at("2001:DB8:0::1");

        assertThat(found.destination()).isEqualTo("2001:db8::1");
        assertThat(found.host()).isEqualTo("api.example.com");
        assertThat(found.authority()).isEqualTo("api.example.com:8443");
        assertThat(found).isNotEqualTo(named).hasToString("https://api.example.com:8443/base#2001:db8::1");
        assertThat(Upstream.of(found.toString())).isEqualTo(found);
        assertThat(named.destination()).isEqualTo("api.example.com");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> Upstream.of("http://a").at("b")).hasMessage("'b' is not an address of http://a");
    }
}
