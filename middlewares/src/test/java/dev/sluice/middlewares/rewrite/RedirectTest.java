package dev.sluice.middlewares.rewrite;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.GateContract;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest implements GateContract {
    @Override
    public Gate middleware() {
        return new Redirect(RedirectOptions.regex("^http://other/", "/"));
    }

    private static Response answer(RedirectOptions options, Request request) {
        return new Redirect(options).handle(request, next -> ok());
    }

    private static Optional<String> location(RedirectOptions options, Request request) {
        return answer(options, request).fields().first("Location");
    }

    private static Request to(String host, String target) {
        return request("GET", target, Fields.of("Host", host), Body.empty());
    }

    @Test
    void sendsEverybodyElsewhereWithPathAndQuery() {
        Response response =
                answer(RedirectOptions.to("https://new.example.com/base/").status(308), get("/a%20b?c=d"));
        assertThat(response.status().code()).isEqualTo(308);
        assertThat(response.fields().first("Location")).contains("https://new.example.com/base/a%20b?c=d");
        assertThat(response.provenance().reason()).isEqualTo("redirected");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, /a?b, https://example.com/a?b",
        "example.com:8080, /, https://example.com/",
        "[::1]:80, /, https://[::1]/",
        "a~b.test, /, https://a~b.test/",
        "my_service:8080, /x, https://my_service/x",
        "a!$&'()*+;=%41, /, https://a!$&'()*+;=%41/",
        "example.com:, /, https://example.com/",
    })
    void sendsPlainHttpToTls(String host, String target, String expected) {
        assertThat(location(RedirectOptions.https(), to(host, target))).contains(expected);
        assertThat(location(RedirectOptions.https(8443), to(host, target)))
                .contains(expected.replaceFirst("(https://[^/]+)/", "$1:8443/"));
    }

    @Test
    void letsPassWhoSpeaksTlsAlready() {
        Peer.TlsSession tls = new Peer.TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "", "");
        Peer peer = Peer.of(new InetSocketAddress("192.0.2.1", 1), Optional.of(tls));
        Request request = Request.of(
                new RequestHead("GET", "/", Fields.of("Host", "example.com")), Body.empty(), FakeClient.of(peer), 0);
        assertThat(answer(RedirectOptions.https(), request).status().code()).isEqualTo(200);
    }

    /** Who speaks TLS to a trusted hop would come back for ever. */
    @Test
    void letsPassWhoSpeaksTlsToATrustedHop() {
        assertThat(location(RedirectOptions.https(), behindAHop("https"))).isEmpty();
        assertThat(location(RedirectOptions.https(), behindAHop("http"))).contains("https://shop.example/x");
        RedirectOptions url = RedirectOptions.regex("^https://shop\\.example:8443(/x)$", "https://new.example$1");
        assertThat(location(url, behindAHop("https"))).contains("https://new.example/x");
    }

    private static Request behindAHop(String scheme) {
        Origin origin = new Origin(
                Optional.empty(),
                "unix",
                scheme,
                "shop.example:8443",
                8443,
                new Origin.Way(List.of(), List.of("192.0.2.1")));
        RequestHead head = new RequestHead("GET", "/x", Fields.of("Host", "app.internal"));
        return Request.of(head, Body.empty(), FakeClient.at("192.0.2.1").speakingFor(origin), 0);
    }

    @Test
    void sendsElsewhereWhereTheUrlMatches() {
        RedirectOptions old = RedirectOptions.regex("^http://example\\.com/old/(.*)$", "/new/$1");
        assertThat(location(old, get("/old/x?y"))).contains("/new/x?y");
        assertThat(answer(old, get("/other")).status().code()).isEqualTo(200);
        assertThat(answer(old, get("/old/")).status().code()).isEqualTo(302);
    }

    @ParameterizedTest
    @CsvSource({
        "/old//evil.example, /evil.example",
        "/old///evil.example, /evil.example",
        "/old/\\evil.example, /%5Cevil.example",
    })
    void letsNoTargetTurnAPathIntoAHost(String target, String expected) {
        RedirectOptions old = RedirectOptions.regex("^http://[^/]*/old(.*)$", "$1");
        assertThat(location(old, get(target))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"/é, /%E9", "/\u0085x, /%85x", "'/\r\nX: 1', /%0D%0AX:%201"})
    void encodesWhatALocationCannotHoldAndIsNotFooledByLineEnds(String target, String expected) {
        assertThat(location(RedirectOptions.https(), get(target))).contains("https://example.com" + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a@b", "a/b", "a:b", "[::1", "[x]", "[]", "[::1]x", ":80", "a\\b", "a<b"})
    void letsNoPlainRequestPassWhoseHostIsNone(String host) {
        Response response = answer(RedirectOptions.https(), to(host, "/"));
        assertThat(response.status().code()).isEqualTo(400);
        assertThat(response.provenance().reason()).isEqualTo("refused-400");
    }

    @Test
    void letsNoPlainRequestPassThatHasNoHostOrTwo() {
        Request none = request("GET", "/", Fields.EMPTY, Body.empty());
        Request two = request("GET", "/", Fields.of("Host", "a.test", "Host", "b.test"), Body.empty());
        assertThat(answer(RedirectOptions.https(), none).status().code()).isEqualTo(400);
        assertThat(answer(RedirectOptions.https(), two).status().code()).isEqualTo(400);
    }

    @Test
    void letsPassWhatHasNoUrl() {
        assertThat(answer(RedirectOptions.https(), get("*")).status().code()).isEqualTo(200);
        assertThat(answer(RedirectOptions.to("https://a.test"), get("*"))
                        .status()
                        .code())
                .isEqualTo(200);
    }

    @Test
    void takesNothingOfABaseForAGroup() {
        assertThat(location(RedirectOptions.to("https://a.test/$1"), get("/x"))).contains("https://a.test/$1/x");
    }

    @Test
    void findsMistakesWhenItIsBuilt() {
        assertThatThrownBy(() -> RedirectOptions.to("ftp://x")).hasMessageContaining("to 'ftp://x' must start with");
        assertThatThrownBy(() -> RedirectOptions.to("https:///x")).hasMessageContaining("to 'https:///x'");
        assertThatThrownBy(() -> RedirectOptions.to("https://a?b")).hasMessageContaining("have no query");
        assertThatThrownBy(() -> RedirectOptions.regex("a", "/b c$2"))
                .hasMessageContaining("location '/b c$2': there is no group 2 (character 5)")
                .hasMessageContaining("location '/b c$2' must be encoded");
        assertThatThrownBy(() -> RedirectOptions.regex("(?<!a)b", "/"))
                .hasMessageStartingWith("regex '(?<!a)b': lookbehind is not possible");
        assertThatThrownBy(() -> RedirectOptions.https(0)).hasMessageContaining("1..65535, is 0");
        assertThatThrownBy(() -> RedirectOptions.https().status(303))
                .hasMessage("status must be 301, 302, 307 or 308, is 303");
    }

    @Test
    void isDataThatIsComparedByValueAndCanBeWrittenAndRead() {
        List<Supplier<RedirectOptions>> kinds = List.of(
                RedirectOptions::https,
                () -> RedirectOptions.https(8443),
                () -> RedirectOptions.to("https://a.test/").status(308),
                () -> RedirectOptions.regex("^http://a(.*)$", "/$1"));
        for (Supplier<RedirectOptions> kind : kinds) {
            RedirectOptions options = kind.get();
            assertThat(options).isEqualTo(kind.get()).hasSameHashCodeAs(kind.get());
            Map<String, Object> data = RedirectType.TYPE.options().stream()
                    .collect(Collectors.toMap(OptionSpec::key, option -> option.write(options)));
            assertThat(RedirectType.TYPE.read(OptionValues.of(RedirectType.TYPE, data)))
                    .isEqualTo(options);
        }
        assertThatThrownBy(() -> OptionValues.of(RedirectType.TYPE, Map.of("where", 7)))
                .hasMessage("where must be https, https:PORT, a URL, or regex: EXPRESSION with location: TEXT, is 7");
    }

    @Test
    void describesItselfForExplain() {
        assertThat(new Redirect(RedirectOptions.https().status(308)).describe()).isEqualTo("redirect(308 to https)");
    }
}
