package dev.sluice.wire.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import dev.sluice.wire.MalformedException;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What heads and trailers must be (RFC 9113 §8.2, §8.3; RFC 8441). */
class DecodedHeadTest {
    private static final List<String> GET =
            List.of(":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/");

    private static DecodedHead decode(String... fields) throws Http2ConnectionException {
        return Blocks.decode(Blocks.literals(fields));
    }

    /** A GET with further fields. */
    private static DecodedHead get(String... fields) throws Http2ConnectionException {
        return decode(Stream.concat(GET.stream(), Arrays.stream(fields)).toArray(String[]::new));
    }

    /** A GET with some fields in place of those of their names. */
    private static DecodedHead changed(String... fields) throws Http2ConnectionException {
        String[] all = GET.toArray(String[]::new);
        for (int i = 0; i < fields.length; i += 2) {
            all[GET.indexOf(fields[i]) + 1] = fields[i + 1];
        }
        return decode(all);
    }

    private static DecodedHead without(String pseudo) throws Http2ConnectionException {
        int at = GET.indexOf(pseudo);
        return decode(Stream.concat(GET.subList(0, at).stream(), GET.subList(at + 2, 8).stream())
                .toArray(String[]::new));
    }

    private static void assertMalformed(DecodedHead request) {
        assertThatThrownBy(() -> request.request(true))
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        malformed -> assertThat(malformed.status().code()).isEqualTo(400));
    }

    @Test
    void readsARequest() throws Http2ConnectionException {
        assertThat(get("accept", "*/*").request(false))
                .isEqualTo(new RequestHead(
                        "GET", "/", RequestHead.Version.HTTP_2, Fields.of("host", "a", "accept", "*/*")));
    }

    // --- §8.2.1: names and values

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "x-A", "a b", "a:", "a\u0000", "a\u007f", "\u00e4", "a\r", "a\n", "a("})
    void section821RefusesNames(String name) throws Http2ConnectionException {
        assertMalformed(get(name, "x"));
        assertThatThrownBy(decode(":status", "200", name, "x")::response).isInstanceOf(MalformedException.class);
        assertThatThrownBy(decode(name, "x")::trailers).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "a\rb", "a\nb", "\r\n", " a", "a ", "\ta", "a\t", " ", "a\u007f", "\u0001"})
    void section821RefusesValues(String value) throws Http2ConnectionException {
        assertMalformed(get("x", value));
        assertThatThrownBy(decode(":status", "200", "x", value)::response).isInstanceOf(MalformedException.class);
        assertThatThrownBy(decode("x", value)::trailers).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a b\tc", "\u00e4\u00ff", "a;=,\"\\"})
    void section821TakesValues(String value) throws Http2ConnectionException {
        assertThat(get("x", value).request(false).fields().all("x")).containsExactly(value);
    }

    /** A fault that the table keeps is one wherever the field is named. */
    @Test
    void section821RefusesAFieldOfTheTableToo() throws Http2ConnectionException {
        HeadDecoder decoder = new HeadDecoder(MessageLimits.DEFAULT);
        DecodedHead first = Blocks.decode(decoder, Blocks.hex("40 0141 0178"));
        DecodedHead again = Blocks.decode(decoder, Blocks.hex("be"));
        DecodedHead value = Blocks.decode(decoder, Blocks.hex("40 0161 010a"));
        DecodedHead valueAgain = Blocks.decode(decoder, Blocks.hex("be"));
        DecodedHead named = Blocks.decode(decoder, Blocks.hex("0f30 0178")); // by the name of the first
        for (DecodedHead head : List.of(first, again, value, valueAgain, named)) {
            assertThatThrownBy(head::trailers).isInstanceOf(MalformedException.class);
        }
    }

    // --- §8.2.2: fields of a connection

    @ParameterizedTest
    @ValueSource(strings = {"connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade"})
    void section822RefusesFieldsOfAConnection(String name) throws Http2ConnectionException {
        assertMalformed(get(name, "close"));
        assertThatThrownBy(decode(":status", "200", name, "x")::response).isInstanceOf(MalformedException.class);
        assertThatThrownBy(decode(name, "x")::trailers).isInstanceOf(MalformedException.class);
    }

    @Test
    void section822TakesTeOnlyForTrailersInRequests() throws Http2ConnectionException {
        assertThat(get("te", "trailers").request(false).fields().contains("te")).isTrue();
        assertMalformed(get("te", "gzip"));
        assertMalformed(get("te", "trailers, deflate"));
        assertThatThrownBy(decode(":status", "200", "te", "trailers")::response).isInstanceOf(MalformedException.class);
        assertThatThrownBy(decode("te", "trailers")::trailers).isInstanceOf(MalformedException.class);
    }

    // --- §8.2.3: cookies

    @Test
    void section823JoinsCookies() throws Http2ConnectionException {
        assertThat(get("cookie", "a=b", "cookie", "c=d", "x", "y")
                        .request(false)
                        .fields())
                .isEqualTo(Fields.of("host", "a", "cookie", "a=b; c=d", "x", "y"));
    }

    @Test
    void section823JoinsCookiesThatAreApart() throws Http2ConnectionException {
        Fields fields = get("cookie", "a=b", "cookie", "c=d", "x", "y", "cookie", "e=f")
                .request(false)
                .fields();
        assertThat(fields.all("cookie")).containsExactly("a=b; c=d; e=f");
        assertThat(fields.all("x")).containsExactly("y");
    }

    @Test
    void section823JoinsCookiesOfTheTable() throws Http2ConnectionException {
        HeadDecoder decoder = new HeadDecoder(MessageLimits.DEFAULT);
        byte[] block = Blocks.hex("82 87 84 410161 6003613d62 6003633d64 be bf");
        assertThat(Blocks.decode(decoder, block).request(false).fields())
                .isEqualTo(Fields.of("host", "a", "cookie", "a=b; c=d; c=d; a=b"));
    }

    // --- §8.3: pseudo-fields

    @ParameterizedTest
    @ValueSource(strings = {":method", ":scheme", ":path"})
    void section831RequiresPseudoFields(String name) throws Http2ConnectionException {
        assertMalformed(without(name));
        assertMalformed(changed(name, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {":method", ":scheme", ":authority", ":path"})
    void section83RefusesThemTwice(String name) throws Http2ConnectionException {
        assertMalformed(get(name, GET.get(GET.indexOf(name) + 1)));
    }

    @Test
    void section83RefusesThemBehindFields() throws Http2ConnectionException {
        assertMalformed(decode(":method", "GET", ":scheme", "https", "x", "y", ":authority", "a", ":path", "/"));
        assertMalformed(decode(":method", "GET", ":scheme", "https", ":authority", "a", "x", "y", ":path", "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {":", ":test", ":Method", ":methods", ":pat", ":status", ":authorit\u0000"})
    void section83RefusesOtherPseudoFields(String name) throws Http2ConnectionException {
        assertMalformed(get(name, "200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"G T", "G\u00e4", "(GET)", "GET\u0000", " GET"})
    void section831RefusesMethodsThatAreNoTokens(String method) throws Http2ConnectionException {
        assertMalformed(changed(":method", method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "http://a/", "?x", "*", "/a b", "/a#b", "/a\u0000", "/\u007f", " /", "/ "})
    void section831RefusesPathsAsHttp1Does(String path) throws Http2ConnectionException {
        assertMalformed(changed(":path", path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a?b=c", "//", "/%00", "/\u00e4", "/a|b", "/?"})
    void section831TakesPathsAsHttp1Does(String path) throws Http2ConnectionException {
        assertThat(changed(":path", path).request(false).target()).isEqualTo(path);
    }

    @Test
    void section831TakesAnAsteriskForOptions() throws Http2ConnectionException {
        assertThat(changed(":method", "OPTIONS", ":path", "*").request(false).target())
                .isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp", "ws", "https:", "1"})
    void section831RefusesOtherSchemes(String scheme) throws Http2ConnectionException {
        assertMalformed(changed(":scheme", scheme));
    }

    @Test
    void section831TakesSchemesInAnyCase() throws Http2ConnectionException {
        assertThat(changed(":scheme", "HTTPS").request(false).target()).isEqualTo("/");
    }

    @Test
    void section831RefusesUserInformation() throws Http2ConnectionException {
        assertMalformed(changed(":authority", "user@a"));
        assertMalformed(changed(":authority", "user:secret@a:1"));
    }

    /** §8.3.1: a request without {@code :authority} has a Host, as one that was HTTP/1.1 before. */
    @Test
    void section831TakesHostInItsPlace() throws Http2ConnectionException {
        assertThat(decode(":method", "GET", ":scheme", "http", ":path", "/", "host", "b")
                        .request(false)
                        .fields())
                .isEqualTo(Fields.of("host", "b"));
        assertThat(without(":authority").request(false).fields()).isEqualTo(Fields.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A", "a:443"})
    void section831TakesTheSameHostBesideAuthority(String host) throws Http2ConnectionException {
        assertThat(get("x", "y", "host", host).request(false).fields()).isEqualTo(Fields.of("host", "a", "x", "y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "", "a:80", "a:444", "a.", "a, a"})
    void section831RefusesAnotherHostBesideAuthority(String host) throws Http2ConnectionException {
        assertMalformed(get("host", host));
        assertMalformed(get("host", "a", "host", host));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void section811RefusesLengthsAsHttp1Does(String... lengths) throws Http2ConnectionException {
        String[] fields = Arrays.stream(lengths)
                .flatMap(length -> Stream.of("content-length", length))
                .toArray(String[]::new);
        assertMalformed(get(fields));
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                Arguments.of((Object) new String[] {""}),
                Arguments.of((Object) new String[] {"-1"}),
                Arguments.of((Object) new String[] {"+1"}),
                Arguments.of((Object) new String[] {"1x"}),
                Arguments.of((Object) new String[] {"1, 1"}),
                Arguments.of((Object) new String[] {"1", "1"}),
                Arguments.of((Object) new String[] {"1", "2"}),
                Arguments.of((Object) new String[] {"9999999999999999999"}));
    }

    @Test
    void tellsTheContentLength() {
        assertThat(DecodedHead.contentLength(Fields.EMPTY)).isEqualTo(-1);
        assertThat(DecodedHead.contentLength(Fields.of("content-length", "12"))).isEqualTo(12);
        assertThat(DecodedHead.contentLength(Fields.of("content-length", "3", "content-length", "3")))
                .isEqualTo(3);
        Fields differing = Fields.of("content-length", "3", "content-length", "4");
        assertThatThrownBy(() -> DecodedHead.contentLength(differing)).isInstanceOf(MalformedException.class);
    }

    // --- §8.5: CONNECT, and RFC 8441

    @Test
    void section85ReadsConnect() throws Http2ConnectionException {
        RequestHead head = decode(":method", "CONNECT", ":authority", "a:1").request(false);
        assertThat(head.method()).isEqualTo("CONNECT");
        assertThat(head.target()).isEqualTo("a:1");
    }

    @Test
    void section85RefusesConnectWithSchemeOrPathOrWithoutAuthority() throws Http2ConnectionException {
        assertMalformed(decode(":method", "CONNECT", ":authority", "a:1", ":path", "/"));
        assertMalformed(decode(":method", "CONNECT", ":authority", "a:1", ":scheme", "http"));
        assertMalformed(decode(":method", "CONNECT"));
    }

    private static DecodedHead connect(String protocol, String... more) throws Http2ConnectionException {
        return decode(Stream.concat(
                        Stream.of(
                                ":method",
                                "CONNECT",
                                ":protocol",
                                protocol,
                                ":scheme",
                                "https",
                                ":path",
                                "/chat",
                                ":authority",
                                "a"),
                        Arrays.stream(more))
                .toArray(String[]::new));
    }

    /** RFC 8441 §5. */
    @Test
    void rfc8441MakesAWebSocketAnUpgrade() throws Http2ConnectionException {
        DecodedHead decoded = connect("websocket", "sec-websocket-version", "13", "sec-websocket-key", "theirs");
        assertThat(decoded.protocol()).isEqualTo("websocket");
        assertThat(decoded.request(true))
                .isEqualTo(new RequestHead(
                        "GET",
                        "/chat",
                        RequestHead.Version.HTTP_2,
                        Fields.of(
                                "host", "a",
                                "sec-websocket-version", "13",
                                "connection", "Upgrade",
                                "upgrade", "websocket",
                                "sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")));
    }

    @Test
    void rfc8441MakesOtherProtocolsUpgradesWithoutAKey() throws Http2ConnectionException {
        Fields fields = connect("a/1").request(true).fields();
        assertThat(fields).isEqualTo(Fields.of("host", "a", "connection", "Upgrade", "upgrade", "a/1"));
    }

    @Test
    void rfc8441RefusesProtocolThatWasNotOffered() throws Http2ConnectionException {
        DecodedHead decoded = connect("websocket");
        assertThatThrownBy(() -> decoded.request(false)).isInstanceOf(MalformedException.class);
    }

    /** RFC 8441 §4. */
    @Test
    void rfc8441RequiresSchemePathAndAuthority() throws Http2ConnectionException {
        String protocol = ":protocol";
        assertMalformed(decode(":method", "CONNECT", protocol, "x", ":path", "/", ":authority", "a"));
        assertMalformed(decode(":method", "CONNECT", protocol, "x", ":scheme", "http", ":authority", "a"));
        assertMalformed(decode(":method", "CONNECT", protocol, "x", ":scheme", "http", ":path", "/"));
        assertMalformed(connect("a b"));
        assertMalformed(connect(""));
    }

    @Test
    void rfc8441RefusesProtocolOfOtherMethods() throws Http2ConnectionException {
        assertMalformed(
                decode(":method", "GET", ":protocol", "websocket", ":scheme", "http", ":path", "/", ":authority", "a"));
    }

    // --- §8.3.2: responses

    @Test
    void readsAResponse() throws Http2ConnectionException {
        ResponseHead head = decode(":status", "404", "server", "x").response();
        assertThat(head.status().code()).isEqualTo(404);
        assertThat(head.fields()).isEqualTo(Fields.of("server", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "2000", "abc", "099", "600", "2\u00e40", " 200", "+20", "101"})
    void section832RefusesStatus(String status) throws Http2ConnectionException {
        assertThatThrownBy(decode(":status", status)::response).isInstanceOf(MalformedException.class);
    }

    @Test
    void section832RequiresStatusOnceAndAlone() throws Http2ConnectionException {
        assertThatThrownBy(decode("x", "y")::response).isInstanceOf(MalformedException.class);
        assertThatThrownBy(decode("x", "y", ":status", "200")::response).isInstanceOf(MalformedException.class);
        assertThatThrownBy(decode(":status", "200", ":status", "200")::response).isInstanceOf(MalformedException.class);
        assertThatThrownBy(decode(":status", "200", ":path", "/")::response).isInstanceOf(MalformedException.class);
        assertThatThrownBy(decode(":status", "200", ":authority", "a")::response)
                .isInstanceOf(MalformedException.class);
    }

    // --- §8.1: trailers

    @Test
    void readsTrailers() throws Http2ConnectionException {
        assertThat(decode("grpc-status", "0").trailers()).isEqualTo(Fields.of("grpc-status", "0"));
        assertThat(decode().trailers()).isEqualTo(Fields.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {":status", ":path", ":authority", ":x"})
    void section81RefusesPseudoFieldsInTrailers(String name) throws Http2ConnectionException {
        assertThatThrownBy(decode(name, "200")::trailers).isInstanceOf(MalformedException.class);
    }
}
