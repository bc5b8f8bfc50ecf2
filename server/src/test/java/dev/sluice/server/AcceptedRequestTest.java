package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives is what the client said, byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcceptedRequestTest {
    private final Echo pipeline = new Echo();
    private Host.Running server;

    @BeforeAll
    void start() {
        server = Host.WIRE.start(pipeline);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String echo(String request) throws IOException {
        try (RawClient client = server.connect()) {
            Answer answer = client.send(request).answer();
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            return answer.body();
        }
    }

    @ParameterizedTest(name = "the target {0} arrives byte for byte (RFC 9112 §3.2.1)")
    @ValueSource(
            strings = {
                "/",
                "//x/../y?%zz",
                "/a/../../etc/%2e%2e/passwd",
                "/%2F%2f//a;x=1/./b?a=1&b=%20&a=2&&c",
                "/?",
                "/a??b?",
                "/a\\b|c^d`e{f}\"<g>",
                "/%",
                "/%0",
                "/%00",
                "/%ff%fe",
                "/%c3%28",
                "/[::1]:80/@:&=+$,",
                "/a/%",
                "/a?%",
                "/a:b//c://d",
                "/'();*~!"
            })
    void targetsPass(String target) throws IOException {
        assertThat(echo("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("GET " + target + "\n");
    }

    @ParameterizedTest(name = "the method {0} arrives as it was sent (RFC 9110 §9.1)")
    @ValueSource(strings = {"get", "Get", "M-SEARCH", "PROPFIND", "trace", "X", "!#$%&'*+-.^_`|~", "DELETE", "PRI"})
    void methodsPass(String method) throws IOException {
        assertThat(echo(method + " /a HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith(method + " /a\n");
    }

    @Test
    @DisplayName("bytes above 0x7f in target and values arrive unchanged (RFC 9110 §5.5)")
    void highBytesPass() throws IOException {
        String all = "\u0080\u00a0\u00c3\u00a4\u00ff";
        assertThat(echo("GET /" + all + "?" + all + " HTTP/1.1\r\nHost: a\r\nX: " + all + "\r\n\r\n"))
                .startsWith("GET /" + all + "?" + all + "\n")
                .contains("X: " + all + "\n");
    }

    @Test
    @DisplayName("order, case and repetitions of fields are kept (RFC 9110 §5.3)")
    void fieldsAreKept() throws IOException {
        String lines = "b: 1\nHOST: a\nA: 2\nb: 3\nSet-Cookie: x, y\nset-COOKIE: z\nempty: \n";
        assertThat(echo("GET / HTTP/1.1\r\n" + lines.replace("\n", "\r\n") + "\r\n"))
                .startsWith("GET /\n" + lines);
    }

    @Test
    @DisplayName("white space around a value is no part of it, a tab within is (RFC 9112 §5.1)")
    void valuesAreTrimmed() throws IOException {
        assertThat(echo("GET / HTTP/1.1\r\nHost:\t a \t\r\nX:a\tb\r\n\r\n")).contains("Host: a\nX: a\tb\n");
    }

    @ParameterizedTest(name = "{0} asks for {1} at the host {2} (RFC 9112 §3.2.2)")
    @CsvSource({
        "http://other/p?q,/p?q,other",
        "http://other:81,/,other:81",
        "https://other/,/,other",
        "HTTP://other/a//b,/a//b,other",
        "http://other?x,/?x,other",
        "http://[::1]:80/x,/x,[::1]:80"
    })
    void absoluteFormReplacesHost(String target, String path, String host) throws IOException {
        assertThat(echo("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("GET " + path + "\n")
                .contains("Host: " + host + "\n")
                .doesNotContain("Host: a\n");
    }

    @ParameterizedTest(name = "OPTIONS {0} asks for the server itself (RFC 9112 §3.2.4)")
    @ValueSource(strings = {"*", "http://a", "http://a:80"})
    void asteriskForm(String target) throws IOException {
        assertThat(echo("OPTIONS " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("OPTIONS *\n");
    }

    @ParameterizedTest(name = "the Host {0} is valid (RFC 3986 §3.2.2)")
    @ValueSource(strings = {"a", "a:80", "a.b.c:", "[::1]", "[::ffff:1.2.3.4]:8080", "127.0.0.1", "a_b-c~d", "%41"})
    void hostsPass(String host) throws IOException {
        assertThat(echo("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).contains("Host: " + host + "\n");
    }

    @ParameterizedTest(name = "{0} empty lines before a request are ignored (RFC 9112 §2.2)")
    @ValueSource(ints = {1, 4})
    void emptyLinesFirst(int lines) throws IOException {
        assertThat(echo("\r\n".repeat(lines) + "GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("GET /\n");
    }

    @Test
    @DisplayName("HTTP/1.2 is served as 1.1 (RFC 9110 §2.5)")
    void higherMinorVersion() throws IOException {
        assertThat(echo("GET / HTTP/1.2\r\nHost: a\r\n\r\n")).startsWith("GET /\n");
    }

    @Test
    @DisplayName("a head that comes byte by byte is the same head")
    void byteByByte() throws IOException {
        try (RawClient client = server.connect()) {
            for (char c : "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi".toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.answer().body()).startsWith("POST /x\n").contains("\nhi\n");
        }
    }

    @ParameterizedTest(name = "{0} serves an ordinary POST with its body")
    @EnumSource
    void ordinaryPost(Host host) throws IOException {
        try (Host.Running other = host.start(new Echo());
                RawClient client = other.connect()) {
            String body = client.send("POST /a?b=c HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
                    .answer()
                    .body();
            assertThat(body).startsWith("POST /a?b=c\n").contains("\nhello\n");
        }
    }
}
