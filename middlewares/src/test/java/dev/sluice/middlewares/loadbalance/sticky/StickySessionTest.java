package dev.sluice.middlewares.loadbalance.sticky;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.options.MistakesException;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickySessionTest {
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("http://b");
    private static final List<Member> MEMBERS =
            new Pool().upsert(A, 1).upsert(B, 1).members();
    private static final Member MEMBER_B = MEMBERS.get(1);

    private static StickyOptions.Builder raw() {
        return StickyOptions.builder().cookie("route").raw();
    }

    private static StickySession session(StickyOptions.Builder options) {
        return new StickySession(options.build(), new ManualTicker(), new SplittableRandom(1));
    }

    private static String setCookie(StickyOptions.Builder options, Request request) {
        return session(options)
                .stick(Exchanges.ok(), request, A)
                .fields()
                .first("Set-Cookie")
                .orElseThrow();
    }

    private static Optional<Member> named(String... cookies) {
        Fields fields = Fields.EMPTY;
        for (String cookie : cookies) {
            fields = fields.toBuilder().add("Cookie", cookie).build();
        }
        return session(raw()).named(get("/").withFields(fields), MEMBERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "route=http://b",
                "a=1; route=http://b; c=2",
                "a=1;route=http://b",
                "route=\"http://b\"",
                "route=x; route=http://b"
            })
    void findsItsCookieAmongOthers(String cookies) {
        assertEquals(Optional.of(MEMBER_B), named(cookies));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "route",
                "route=",
                "xroute=http://b",
                "Route=http://b",
                "route=http://gone",
                "route=;;;=",
                "a=route=http://b"
            })
    void findsNobodyOtherwise(String cookies) {
        assertEquals(Optional.empty(), named(cookies));
    }

    @Test
    void readsAllCookieLines() {
        assertEquals(Optional.of(MEMBER_B), named("a=1", "route=http://b"));
        assertEquals(Optional.empty(), named());
    }

    @Test
    void hidesAddressesAndTheCookieFromScriptsByDefault() {
        assertEquals("sluice-route=47935331f4e19ffe; Path=/; HttpOnly", setCookie(StickyOptions.builder(), get("/")));
    }

    @Test
    void writesEveryAttribute() {
        StickyOptions.Builder options = raw().path("/shop")
                .domain("example.com")
                .expires(Instant.parse("2026-01-02T03:04:05Z"))
                .maxAge(Duration.ofMinutes(2))
                .secure(true)
                .sameSite(SameSite.STRICT);
        assertEquals(
                "route=http://a; Path=/shop; Domain=example.com; Expires=Fri, 02 Jan 2026 03:04:05 GMT; Max-Age=120; "
                        + "HttpOnly; Secure; SameSite=Strict",
                setCookie(options, get("/")));
        assertEquals("route=http://a; Path=/", setCookie(raw().httpOnly(false), get("/")));
    }

    @Test
    void isSecureIfTheClientSpeaksTls() {
        Peer peer = new Peer(
                Optional.empty(),
                "192.0.2.1",
                40_000,
                Optional.of(new Peer.TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "", "")));
        Request overTls = Request.of(new RequestHead("GET", "/", Fields.EMPTY), Body.empty(), FakeClient.of(peer), 0);
        assertEquals("route=http://a; Path=/; HttpOnly; Secure", setCookie(raw(), overTls));
        assertEquals("route=http://a; Path=/; HttpOnly", setCookie(raw().secure(false), overTls));
    }

    @Test
    void isSecureIfTheClientSpeaksTlsToATrustedHop() {
        Origin origin = new Origin(
                Optional.empty(),
                "203.0.113.9",
                "https",
                "a.test",
                443,
                new Origin.Way(List.of(), List.of("192.0.2.1")));
        FakeClient hop = FakeClient.at("192.0.2.1").speakingFor(origin);
        Request request = Request.of(new RequestHead("GET", "/", Fields.EMPTY), Body.empty(), hop, 0);
        assertEquals("route=http://a; Path=/; HttpOnly; Secure", setCookie(raw(), request));
    }

    @Test
    void isSecureWhereBrowsersWantIt() {
        assertEquals(
                "route=http://a; Path=/; HttpOnly; Secure; SameSite=None",
                setCookie(raw().sameSite(SameSite.NONE), get("/")));
    }

    @Test
    void keepsTheCookiesOfTheUpstream() {
        Response response = Response.of(Status.OK_200, Fields.of("Set-Cookie", "own=1"), Body.empty());
        Response stuck = session(raw()).stick(response, get("/"), A);
        assertEquals(
                List.of("own=1", "route=http://a; Path=/; HttpOnly"),
                stuck.fields().all("Set-Cookie"));
    }

    @Test
    void namesOptionAndValueWhenItRefuses() {
        assertRefused("cookie must be a token, is 'a b'", raw().cookie("a b"));
        assertRefused("path must be visible ASCII without ;, is '/;x'", raw().path("/;x"));
        assertRefused("domain must be visible ASCII without ;, is ''", raw().domain(""));
        assertRefused("maxAge must not be negative, is PT-1S", raw().maxAge(Duration.ofSeconds(-1)));
    }

    @Test
    void namesAllMistakesAtOnce() {
        assertEquals(
                List.of(
                        "aes key must have 16, 24 or 32 bytes, has 3",
                        "cookie must be a token, is 'a b'",
                        "path must be visible ASCII without ;, is ''"),
                assertThrows(
                                MistakesException.class,
                                raw().cookie("a b").path("").aes(new byte[3])::build)
                        .mistakes());
    }

    private static void assertRefused(String message, StickyOptions.Builder options) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, options::build).getMessage());
    }

    @Test
    void goesOnReadingWhatWasWrittenBefore() {
        StickySession session = session(raw().hash("").migrateFrom(CookieValue.raw()));
        Request old = get("/").withFields(Fields.of("Cookie", "route=http://b"));
        assertEquals(Optional.of(MEMBER_B), session.named(old, MEMBERS));
        assertEquals(
                "route=47935331f4e19ffe; Path=/; HttpOnly",
                session.stick(Exchanges.ok(), old, A)
                        .fields()
                        .first("Set-Cookie")
                        .orElseThrow());
    }
}
