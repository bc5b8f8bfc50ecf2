package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "'',                   must start with http:// or https://",
        "a:9001,               must start with http:// or https://",
        "//a,                  must start with http:// or https://",
        "ftp://a,              must start with http:// or https://",
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
    @CsvSource({"https://a:80/b", "http://c/b", "http://a:81/b", "http://a/c"})
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

    @ParameterizedTest
    @CsvSource({"http://my_service:80", "http://a:x", "http://a:-1", "http://a:99999999999", "http://-a"})
    void saysWhatAHostMayNotHold(String url) {
        assertThatThrownBy(() -> Upstream.of(url))
                .hasMessage("upstream '" + url + "' has a host that is not made of letters, digits, '-' and '.', or a "
                        + "port that is not a number");
    }
}
