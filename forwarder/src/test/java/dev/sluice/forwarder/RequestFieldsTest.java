package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.Upstream;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.core.trace.TraceFields;
import dev.sluice.forwarder.ForwardOptions.Underscores;
import dev.sluice.forwarder.fields.LoopMarker;
import dev.sluice.forwarder.fields.Outgoing;
import dev.sluice.forwarder.fields.RequestFields;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.TrackedBody;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFieldsTest {
    private static final Upstream UPSTREAM = Upstream.of("http://app:9001");

    private static Outgoing sent(Request request, UnaryOperator<ForwardOptions.Builder> options) {
        return new RequestFields(
                        options.apply(ForwardOptions.builder().serverName("gw"))
                                .build()
                                .rules(),
                        new LoopMarker("gw-1"))
                .of(request, UPSTREAM, UPSTREAM.authority());
    }

    private static Fields get(String... namesAndValues) {
        return sent(request("GET", Body.empty(), namesAndValues), options -> options)
                .fields();
    }

    /** From 192.0.2.1, a trusted hop that speaks for somebody else. */
    private static Fields getFor(Origin origin, boolean forwarded, String... namesAndValues) {
        Request request = Request.of(
                new RequestHead("GET", "/", Fields.of(namesAndValues)),
                Body.empty(),
                FakeClient.at("192.0.2.1").speakingFor(origin),
                0);
        return sent(request, options -> options.forwarded(forwarded)).fields();
    }

    private static Origin origin(String address, List<String> claims, String... hops) {
        Origin.Way way = new Origin.Way(claims, List.of(hops));
        return new Origin(Cidr.address(address), address, "https", "shop.example", 443, way);
    }

    private static Request request(String method, Body body, String... namesAndValues) {
        return Exchanges.request(method, "/", Fields.of(namesAndValues), body);
    }

    @Test
    void sendsExactlyTheseFieldsForAPlainRequest() {
        assertThat(get("Host", "example.com", "accept", "*/*", "Accept", "text/html"))
                .hasToString("""
                Host: app:9001
                accept: */*
                Accept: text/html
                X-Real-Ip: 192.0.2.1
                X-Forwarded-For: 192.0.2.1
                X-Forwarded-Proto: http
                X-Forwarded-Port: 80
                X-Forwarded-Host: example.com
                X-Forwarded-Server: gw
                Via: 1.1 sluice
                CDN-Loop: gw-1
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "proxy-connection",
                "Keep-Alive",
                "TE",
                "Transfer-Encoding",
                "Upgrade",
                "HTTP2-Settings",
                "Proxy-Authorization",
                "Proxy-Authenticate"
            })
    void endsHopByHopFieldsHere_rfc9110_7_6_1(String name) {
        assertThat(get("Host", "h", name, "x").contains(name)).isFalse();
    }

    @Test
    void passesAValidTraceOnAsItIs() {
        Fields received = Fields.of(
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "TraceState",
                "vendor=a b, other=1",
                "b3",
                "0",
                "X-B3-TraceId",
                "4bf92f3577b34da6",
                "X-B3-SpanId",
                "00f067aa0ba902b7");
        Fields fields = sent(Exchanges.request("GET", "/", received, Body.empty()), options -> options)
                .fields();

        for (int i = 0; i < received.size(); i++) {
            assertThat(fields.all(received.name(i))).containsExactly(received.value(i));
        }
    }

    /** W3C Trace Context §4.3: no upstream sees what it could not read, nor a state that belongs to it. */
    @Test
    void removesAMalformedTraceWithAllThatBelongsToIt() {
        Fields fields = get(
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "tracestate",
                "vendor=1",
                "X-B3-TraceId",
                "4bf92f3577b34da6",
                "X-B3-Sampled",
                "1",
                "b3",
                "{}");

        for (String name : TraceFields.names()) {
            assertThat(fields.contains(name)).as(name).isFalse();
        }
    }

    /** What the client nominated is gone since the host received it: ArrivalsTest. */
    @Test
    void takesNoConnectionFieldForAWordAboutFieldsOfTheGateway() {
        Fields fields = get("Host", "h", "Connection", "X-User, close", "X-User", "ada");
        assertThat(fields.first("X-User")).contains("ada");
        assertThat(fields.contains("Connection")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Authorization",
                "Cookie",
                "Content-Type",
                "Content-Encoding",
                "Cache-Control",
                "Date",
                "Via",
                "Expect",
                "Range"
            })
    void doesNotLetConnectionNominateEssentialFieldsAway(String name) {
        assertThat(get("Host", "h", "Connection", name, name, "x").contains(name))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Real-Ip",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Host",
                "X-Forwarded-Port",
                "X-Forwarded-Server"
            })
    void doesNotLetConnectionNominateOurFieldsAway_unlikeOxy(String name) {
        assertThat(get("Host", "h", "Connection", name).contains(name)).isTrue();
    }

    @Test
    void keepsLengthWhateverConnectionSays() {
        Request request =
                request("POST", Body.of("abc"), "Host", "h", "Content-Length", "3", "Connection", "Content-Length");
        assertThat(sent(request, options -> options).fields().all("Content-Length"))
                .containsExactly("3");
    }

    @Test
    void passesHostOnlyWhenAsked() {
        Request request = request("GET", Body.empty(), "Host", "example.com:8080");
        assertThat(sent(request, options -> options).fields().all("Host")).containsExactly("app:9001");
        assertThat(sent(request, options -> options.passHost(true)).fields().all("Host"))
                .containsExactly("example.com:8080");
    }

    @Test
    void sendsTheUpstreamsHostIfTheClientNamedNone() {
        assertThat(sent(request("GET", Body.empty()), options -> options.passHost(true))
                        .fields()
                        .all("Host"))
                .containsExactly("app:9001");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 192.0.2.1",
        "X-Real-Ip, 192.0.2.1",
        "X-Forwarded-Proto, http",
        "X-Forwarded-Host, h",
        "X-Forwarded-Port, 80",
        "X-Forwarded-Server, gw"
    })
    void doesNotBelieveForwardedFieldsOfAnybody(String name, String ours) {
        assertThat(get("Host", "h", name, "6.6.6.6").all(name)).containsExactly(ours);
    }

    @Test
    void stripsForwardedOfAnybodyAndAddsNone_rfc7239() {
        assertThat(get("Host", "h", "Forwarded", "for=6.6.6.6").contains("Forwarded"))
                .isFalse();
    }

    @Test
    void tellsOneStoryInAllFieldsOfTheOriginBehindTrustedHops() {
        Fields fields = getFor(
                origin("203.0.113.9", List.of("6.6.6.6"), "10.1.1.1", "192.0.2.1"),
                true,
                "Host",
                "app.internal:8080",
                "X-Forwarded-For",
                "6.6.6.6, 203.0.113.9, 10.1.1.1",
                "X-Real-Ip",
                "6.6.6.6",
                "X-Forwarded-Proto",
                "http",
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-Server",
                "edge",
                "Forwarded",
                "for=6.6.6.6");
        assertThat(fields.all("X-Forwarded-For")).containsExactly("6.6.6.6, 203.0.113.9, 10.1.1.1, 192.0.2.1");
        assertThat(fields.all("X-Real-Ip")).containsExactly("203.0.113.9");
        assertThat(fields.all("X-Forwarded-Proto")).containsExactly("https");
        assertThat(fields.all("X-Forwarded-Port")).containsExactly("443");
        assertThat(fields.all("X-Forwarded-Host")).containsExactly("shop.example");
        assertThat(fields.all("X-Forwarded-Server")).as("oxy: always ours").containsExactly("gw");
        assertThat(fields.all("Forwarded"))
                .containsExactly("for=6.6.6.6, for=203.0.113.9;proto=https;host=\"shop.example\", "
                        + "for=10.1.1.1, for=192.0.2.1");
    }

    @Test
    void writesForwardedByTheGrammarOfNodes_rfc7239_6() {
        Fields fields = getFor(
                origin("2001:db8::7", List.of("_hidden", "a b\"", "2001:db8::1", "[::1]:80"), "192.0.2.1"), true);
        assertThat(fields.all("Forwarded"))
                .containsExactly("for=_hidden, for=unknown, for=\"[2001:db8::1]\", for=unknown, "
                        + "for=\"[2001:db8::7]\";proto=https;host=\"shop.example\", for=192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-Prefix", "X-Forwarded-User", "X-Original-URL", "Front-End-Https"})
    void passesForwardedFieldsThatTheGatewayHasSet(String name) {
        assertThat(get("Host", "h", name, "set").all(name)).containsExactly("set");
    }

    @ParameterizedTest
    @CsvSource({"example.com:8443, 8443", "[2001:db8::1]:81, 81", "[2001:db8::1], 80", "example.com:, 80", "h, 80"})
    void takesForwardedPortFromHost(String host, String port) {
        assertThat(get("Host", host).all("X-Forwarded-Port")).containsExactly(port);
    }

    @Test
    void tellsOfTls() throws Exception {
        Peer.TlsSession tls = new Peer.TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "h", "");
        Peer peer = new Peer(Optional.of(InetAddress.getByName("2001:db8::7")), "2001:db8::7", 1, Optional.of(tls));
        RequestHead head = new RequestHead("GET", "/", Fields.of("Host", "h"));
        Request request = Request.of(head, Body.empty(), FakeClient.of(peer).asking(head.fields()), 0);
        Fields fields = sent(request, options -> options.forwarded(true)).fields();
        assertThat(fields.all("X-Forwarded-Proto")).containsExactly("https");
        assertThat(fields.all("X-Forwarded-Port")).containsExactly("443");
        assertThat(fields.all("X-Forwarded-For")).containsExactly("2001:db8::7");
        assertThat(fields.all("Forwarded")).containsExactly("for=\"[2001:db8::7]\";proto=https;host=\"h\"");
    }

    @Test
    void namesNoAddressOfAUnixSocket() {
        Peer peer = new Peer(Optional.empty(), "unix", 0, Optional.empty());
        Request request =
                Request.of(new RequestHead("GET", "/", Fields.of("Host", "h")), Body.empty(), FakeClient.of(peer), 0);
        Fields fields = sent(request, options -> options).fields();
        assertThat(fields.contains("X-Forwarded-For") || fields.contains("X-Real-Ip"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content_Length",
                "Transfer_Encoding",
                "X_Forwarded_For",
                "x-forwarded_host",
                "X_Real_Ip",
                "X_Forwarded_Prefix",
                "x_forwarded-ssl",
                "Front_End_Https",
                "Proxy_Authorization",
                "Keep_Alive"
            })
    void dropsLookAlikesWithUnderscores(String name) {
        assertThat(get("Host", "h", name, "1").contains(name)).isFalse();
        Request request = request("GET", Body.empty(), "Host", "h", name, "1");
        assertThat(sent(request, options -> options.underscores(Underscores.KEEP))
                        .fields()
                        .contains(name))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X_Tenant", "Content_Type", "_", "Cache_Control"})
    void keepsOtherNamesWithUnderscores(String name) {
        assertThat(get("Host", "h", name, "1").contains(name)).isTrue();
    }

    @Test
    void framesABodyOfKnownLengthByLengthOnly_rfc9112_6_2() {
        Request request = request("POST", TrackedBody.of("abc"), "Host", "h", "Transfer-Encoding", "chunked");
        Fields fields = sent(request, options -> options).fields();
        assertThat(fields.all("Content-Length")).containsExactly("3");
        assertThat(fields.contains("Transfer-Encoding")).isFalse();
    }

    @Test
    void framesABodyOfUnknownLengthByChunksOnly_rfc9112_6_1() {
        Request request = request("POST", TrackedBody.ofUnknownLength("abc"), "Host", "h", "Content-Length", "3");
        Fields fields = sent(request, options -> options).fields();
        assertThat(fields.all("Transfer-Encoding")).containsExactly("chunked");
        assertThat(fields.contains("Content-Length")).isFalse();
    }

    @Test
    void framesNoBodyOnlyIfTheClientDid_rfc9110_8_6() {
        Fields said = sent(request("POST", Body.empty(), "Host", "h", "Content-Length", "0"), options -> options)
                .fields();
        assertThat(said.all("Content-Length")).containsExactly("0");
        Fields silent = sent(request("POST", Body.empty(), "Host", "h"), options -> options)
                .fields();
        assertThat(silent.contains("Content-Length") || silent.contains("Transfer-Encoding"))
                .isFalse();
    }

    @Test
    void asksForTrailersIfTheClientDoes_rfc9110_10_1_4() {
        Fields fields = get("Host", "h", "TE", "gzip, trailers", "Connection", "TE");
        assertThat(fields.all("TE")).containsExactly("trailers");
        assertThat(fields.all("Connection")).containsExactly("TE");
        assertThat(get("Host", "h", "TE", "gzip").contains("TE")).isFalse();
    }

    @Test
    void passesAnUpgradeThatConnectionMeans_rfc9110_7_8() {
        Request request =
                request("GET", Body.empty(), "Host", "h", "Connection", "keep-alive, Upgrade", "Upgrade", "websocket");
        Outgoing outgoing = sent(request, options -> options);
        assertThat(outgoing.fields().all("Upgrade")).containsExactly("websocket");
        assertThat(outgoing.fields().all("Connection")).containsExactly("Upgrade");
        assertThat(outgoing.protocols()).containsExactly("websocket");
        assertThat(get("Host", "h", "Upgrade", "websocket").contains("Upgrade")).isFalse();
    }

    @Test
    void neverPassesAnUpgradeToHttp2_rfc9113_3_1() {
        Request request = request(
                "GET",
                Body.empty(),
                "Host",
                "h",
                "Connection",
                "Upgrade, HTTP2-Settings",
                "Upgrade",
                "h2c, HTTP/2.0",
                "HTTP2-Settings",
                "AAMAAABk");
        Outgoing outgoing = sent(request, options -> options);
        assertThat(outgoing.protocols()).isEmpty();
        assertThat(outgoing.fields().contains("Upgrade")).isFalse();
        assertThat(outgoing.fields().contains("Connection")).isFalse();
        assertThat(outgoing.fields().contains("HTTP2-Settings")).isFalse();
    }

    @Test
    void ignoresAnUpgradeInHttp10_rfc9110_7_8() {
        RequestHead head = new RequestHead(
                "GET", "/", Version.HTTP_1_0, Fields.of("Host", "h", "Connection", "upgrade", "Upgrade", "websocket"));
        Request request = Request.of(head, Body.empty(), FakeClient.at("192.0.2.1"), 0);
        assertThat(sent(request, options -> options).protocols()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_0, 1.0 gw", "HTTP_1_1, 1.1 gw", "HTTP_2, 2.0 gw"})
    void appendsTheVersionItReceivedToVia_rfc9110_7_6_3(Version version, String line) {
        RequestHead head = new RequestHead("GET", "/", version, Fields.of("Host", "h", "Via", "1.1 edge"));
        Request request = Request.of(head, Body.empty(), FakeClient.at("192.0.2.1"), 0);
        assertThat(sent(request, options -> options.via("gw")).fields().all("Via"))
                .containsExactly("1.1 edge", line);
        assertThat(sent(request, options -> options.via("")).fields().all("Via"))
                .containsExactly("1.1 edge");
    }

    @Test
    void countsMaxForwardsDownForOptionsOnly_rfc9110_7_6_2() {
        assertThat(maxForwards("OPTIONS", "3")).containsExactly("2");
        assertThat(maxForwards("GET", "3")).containsExactly("3");
        assertThat(maxForwards("OPTIONS", "many")).containsExactly("many");
    }

    private static List<String> maxForwards(String method, String value) {
        return sent(request(method, Body.empty(), "Host", "h", "Max-Forwards", value), options -> options)
                .fields()
                .all("Max-Forwards");
    }

    @Test
    void keepsBytesAboveSevenBitsAndEveryLineOfCookies() {
        Fields fields = get("Host", "h", "X-Name", "caf\u00c3\u00a9", "Cookie", "a=1", "Cookie", "b=2");
        assertThat(fields.all("X-Name")).containsExactly("caf\u00c3\u00a9");
        assertThat(fields.all("Cookie")).containsExactly("a=1", "b=2");
    }

    @ParameterizedTest
    @CsvSource({
        "http://app, /a%2Fb?x=%20&y, /a%2Fb?x=%20&y",
        "http://app/base, /a//b/../c?, /base/a//b/../c?",
        "http://app/base/, /, /base/",
        "http://app/base, *, *"
    })
    void joinsTheTargetByteForByte_unlikeOxyWithTheBasePath(String url, String target, String expected) {
        Request request = Exchanges.request("OPTIONS", target, Fields.of("Host", "h"), Body.empty());
        Upstream upstream = Upstream.of(url);
        Outgoing outgoing = new RequestFields(ForwardOptions.defaults().rules(), new LoopMarker("gw-1"))
                .of(request, upstream, upstream.authority());
        assertThat(outgoing.target()).isEqualTo(expected);
    }

    /** What is kept of a connection is used for it alone, and says in which version a request came. */
    @Test
    void tellsOfEachClientWhatItsOwnRequestIs() {
        RequestFields one = new RequestFields(ForwardOptions.defaults().rules(), new LoopMarker("gw-1"));
        for (int round = 0; round < 2; round++) {
            for (int i = 1; i < 250; i++) {
                FakeClient client = FakeClient.at("198.51.100." + i).asking(Fields.of("Host", "host-" + i));
                for (Version version : Version.values()) {
                    Fields sent = sent(one, client, version);
                    assertThat(sent(one, client, version)).isEqualTo(sent);
                    assertThat(sent.all("X-Forwarded-For")).containsExactly("198.51.100." + i);
                    assertThat(sent.all("X-Forwarded-Host")).containsExactly("host-" + i);
                    assertThat(sent.all("Via")).containsExactly(number(version) + " sluice");
                }
            }
        }
    }

    private static String number(Version version) {
        return switch (version) {
            case HTTP_1_0 -> "1.0";
            case HTTP_1_1 -> "1.1";
            case HTTP_2 -> "2.0";
        };
    }

    private static Fields sent(RequestFields by, FakeClient client, Version version) {
        RequestHead head = new RequestHead("GET", "/", version, Fields.of("Host", "h"));
        return by.of(Request.of(head, Body.empty(), client, 0), UPSTREAM, UPSTREAM.authority())
                .fields();
    }

    @Test
    void neverPassesAProxyField_httpoxy() {
        assertThat(get("Host", "h", "Proxy", "http://evil.example", "proxy", "x")
                        .contains("Proxy"))
                .isFalse();
    }

    @Test
    void namesAVirtualHostIfToldTo() {
        Outgoing outgoing =
                sent(request("GET", Body.empty(), "Host", "example.com"), options -> options.host("inner.example:81"));
        assertThat(outgoing.fields().all("Host")).containsExactly("inner.example:81");
        assertThat(outgoing.fields().all("X-Forwarded-Host")).containsExactly("example.com");
    }

    @Test
    void addsItsMarkerToThoseOfOthers_rfc8586() {
        assertThat(get("Host", "h", "CDN-Loop", "foo; v=1, bar", "Connection", "CDN-Loop")
                        .all("CDN-Loop"))
                .containsExactly("foo; v=1, bar", "gw-1");
    }

    @Test
    void marksRequestsWithoutViaToo_rfc8586() {
        Fields fields = sent(request("GET", Body.empty(), "Host", "h"), options -> options.via(""))
                .fields();
        assertThat(fields.contains("Via")).isFalse();
        assertThat(fields.all("CDN-Loop")).containsExactly("gw-1");
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/a/b, http://app:9001/a/b",
        "http://EXAMPLE.com:80/a, http://app:9001/a",
        "/a/b, /a/b",
        "http://other.example/a, http://other.example/a",
        "https://example.com/a, http://app:9001/a"
    })
    void tellsTheUpstreamItsOwnNameForADestination_rfc4918_10_3(String destination, String expected) {
        assertThat(get("Host", "example.com", "Destination", destination).all("Destination"))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, NTLM TlRM, true",
        "Authorization, negotiate YII=, true",
        "Authorization, Bearer NTLM, false",
        "X-Authorization, NTLM TlRM, false"
    })
    void knowsCredentialsThatCountForTheConnection(String name, String value, boolean bound) {
        assertThat(sent(request("GET", Body.empty(), "Host", "h", name, value), options -> options)
                        .bound())
                .isEqualTo(bound);
    }
}
