package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.Upstream;
import dev.sluice.forwarder.fields.AnswerFields;
import dev.sluice.forwarder.fields.LoopMarker;
import dev.sluice.forwarder.fields.RequestFields;
import dev.sluice.testkit.Exchanges;
import dev.sluice.wire.ConnectionOptions;
import dev.sluice.wire.ResponseHead;
import io.helidon.http.Status;
import org.junit.jupiter.api.Test;

class AnswerFieldsTest {
    private static final Upstream UPSTREAM = Upstream.of("http://app:9001/base");

    private final AnswerFields fields = fields(ForwardOptions.defaults());

    private static AnswerFields fields(ForwardOptions options) {
        return new AnswerFields(options.rules(), new RequestFields(options.rules(), new LoopMarker("gw-1")));
    }

    private static Fields of(AnswerFields fields, ResponseHead head, Version version) {
        Request request = Exchanges.get("/").withUpstream(UPSTREAM);
        return fields.of(head, version, ConnectionOptions.of(head.fields()), request);
    }

    private Fields passed(int status, String... namesAndValues) {
        ResponseHead head = new ResponseHead(1, Status.create(status), Fields.of(namesAndValues));
        return of(fields, head, Version.HTTP_1_1);
    }

    @Test
    void keepsOrderCaseDuplicatesAndCodings() {
        assertThat(passed(200, "Set-Cookie", "a=1", "server", "x", "set-cookie", "b=2", "Content-Encoding", "br"))
                .hasToString("""
                Set-Cookie: a=1
                server: x
                set-cookie: b=2
                Content-Encoding: br
                Via: 1.1 sluice
                """);
    }

    @Test
    void endsHopByHopAndNominatedFieldsHere_rfc9110_7_6_1() {
        assertThat(passed(
                        200,
                        "Connection",
                        "X-Inner, keep-alive, Set-Cookie",
                        "X-Inner",
                        "1",
                        "Keep-Alive",
                        "timeout=5",
                        "Transfer-Encoding",
                        "chunked",
                        "Proxy-Authenticate",
                        "Basic",
                        "Set-Cookie",
                        "a=1"))
                .hasToString("Set-Cookie: a=1\nVia: 1.1 sluice\n");
    }

    @Test
    void showsTheClientNoUrlOfTheUpstreams_rfc9110_10_2_2() {
        assertThat(passed(
                        302,
                        "location",
                        "http://app:9001/base/login?next=/base/x",
                        "Content-Location",
                        "/base/x",
                        "Refresh",
                        "5; url=http://APP:9001/base/"))
                .hasToString("""
                        location: http://example.com/login?next=/base/x
                        Content-Location: /x
                        Refresh: 5; url=http://example.com/
                        Via: 1.1 sluice
                        """);
    }

    @Test
    void leavesUrlsAsTheyAreIfToldTo() {
        ResponseHead head = new ResponseHead(1, Status.FOUND_302, Fields.of("Location", "http://app:9001/base/login"));
        AnswerFields leaving =
                fields(ForwardOptions.builder().rewriteLocations(false).build());
        assertThat(of(leaving, head, Version.HTTP_1_1).all("Location")).containsExactly("http://app:9001/base/login");
    }

    @Test
    void makesOneLengthOfEqualOnes_rfc9110_8_6() {
        assertThat(passed(200, "Content-Length", "5, 5", "Content-Length", "5").all("Content-Length"))
                .containsExactly("5");
    }

    @Test
    void keepsTheLengthOfA304ButNotOfA204_rfc9110_8_6() {
        assertThat(passed(304, "Content-Length", "5").all("Content-Length")).containsExactly("5");
        assertThat(passed(204, "Content-Length", "5").contains("Content-Length"))
                .isFalse();
    }

    @Test
    void saysWhichVersionItReceived_rfc9110_7_6_3() {
        ResponseHead head = new ResponseHead(0, Status.OK_200, Fields.of("Via", "1.1 app"));
        assertThat(of(fields, head, Version.HTTP_1_0).all("Via")).containsExactly("1.1 app", "1.0 sluice");
        assertThat(of(fields, head, Version.HTTP_2).all("Via")).containsExactly("1.1 app", "2.0 sluice");
    }

    @Test
    void repeatsWhatASwitchSwitchesTo_rfc9110_15_2_2() {
        ResponseHead head = new ResponseHead(
                1,
                Status.SWITCHING_PROTOCOLS_101,
                Fields.of("Connection", "upgrade", "Upgrade", "websocket", "Sec-WebSocket-Accept", "x"));
        Fields switching = fields.ofSwitching(head, Exchanges.get("/"), UPSTREAM);
        assertThat(switching.all("Connection")).containsExactly("Upgrade");
        assertThat(switching.all("Upgrade")).containsExactly("websocket");
        assertThat(switching.all("Sec-WebSocket-Accept")).containsExactly("x");
    }

    @Test
    void dropsTrailersThatMustStandBeforeTheBody_rfc9110_6_5_1() {
        Fields trailers = Fields.of(
                "X-Checksum",
                "1",
                "Content-Length",
                "5",
                "Transfer-Encoding",
                "chunked",
                "Host",
                "evil",
                "Authorization",
                "x",
                "Set-Cookie",
                "a=1",
                "X-Forwarded-For",
                "6.6.6.6",
                "Content_Length",
                "5",
                "Server-Timing",
                "db;dur=1");
        assertThat(AnswerFields.trailers(trailers)).hasToString("X-Checksum: 1\nServer-Timing: db;dur=1\n");
    }
}
