package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which stream a request gets, how many connections there are, and which take no more streams. */
@Timeout(20)
class StreamPoolTest {
    private static List<FutureTask<Response>> start(StreamForwarding http2, int count) {
        List<FutureTask<Response>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(http2.get());
        }
        return all;
    }

    private static void answer(RawHttp2Server.Connection upstream, Http2Frame request) {
        upstream.respond(request.stream(), "ok", ":status: 200");
    }

    private static void expectOk(List<FutureTask<Response>> all) throws Exception {
        for (FutureTask<Response> one : all) {
            assertThat(StreamForwarding.text(one)).isEqualTo("ok");
        }
    }

    @Test
    void oneStreamIsOpenUntilTheUpstreamHasSaidHowManyMayBe_rfc9113_5_1_2() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            List<FutureTask<Response>> all = start(http2, 4);
            RawHttp2Server.Connection upstream = http2.acceptSilently();
            Http2Frame first = upstream.expectRequest();
            Forwarding.await(() -> http2.waiting() == 3);
            assertThat(upstream.seen())
                    .filteredOn(frame -> frame.type() == Http2Frame.HEADERS)
                    .hasSize(1);
            upstream.settings(StreamForwarding.MAX_STREAMS, 3);
            Http2Frame second = upstream.expectRequest();
            Http2Frame third = upstream.expectRequest();
            RawHttp2Server.Connection other = http2.accept(StreamForwarding.MAX_STREAMS, 3); // three are the limit
            Http2Frame fourth = other.expectRequest();
            List.of(first, second, third).forEach(request -> answer(upstream, request));
            answer(other, fourth);
            expectOk(all);
            assertThat(http2.open()).isEqualTo(2);
        }
    }

    @Test
    void requestsWaitForOneConnectionThatIsBeingOpened() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            List<FutureTask<Response>> all = start(http2, 50);
            RawHttp2Server.Connection upstream = http2.accept();
            Set<Integer> streams = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                Http2Frame request = upstream.expectRequest();
                streams.add(request.stream());
                answer(upstream, request);
            }
            expectOk(all);
            assertThat(streams).hasSize(50);
            assertThat(http2.open()).isEqualTo(1);
        }
    }

    @Test
    void moreThanItsStreamsOpenAnotherConnection() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding(options -> options.maxStreams(2))) {
            List<FutureTask<Response>> all = start(http2, 4);
            RawHttp2Server.Connection one = http2.acceptSilently();
            RawHttp2Server.Connection other = http2.acceptSilently();
            one.settings();
            other.settings();
            List<Http2Frame> ofOne = List.of(one.expectRequest(), one.expectRequest());
            List<Http2Frame> ofOther = List.of(other.expectRequest(), other.expectRequest());
            ofOne.forEach(request -> answer(one, request));
            ofOther.forEach(request -> answer(other, request));
            expectOk(all);
            assertThat(http2.open()).isEqualTo(2);
        }
    }

    @Test
    void theLimitOfConnectionsHoldsAndTheQueueFollows() throws Exception {
        try (StreamForwarding http2 =
                new StreamForwarding(options -> options.maxStreams(1).maxConnections(1))) {
            List<FutureTask<Response>> all = start(http2, 3);
            RawHttp2Server.Connection upstream = http2.accept();
            for (int left = 2; left >= 0; left--) {
                int waiting = left;
                Http2Frame request = upstream.expectRequest();
                Forwarding.await(() -> http2.waiting() == waiting);
                answer(upstream, request);
            }
            expectOk(all);
            assertThat(http2.open()).isEqualTo(1);
        }
    }

    @Test
    void aRequestThatFindsNoPlaceInTimeIsAnswered504() throws Exception {
        try (StreamForwarding http2 =
                new StreamForwarding(options -> options.maxStreams(1).maxConnections(1))) {
            FutureTask<Response> first = http2.get();
            RawHttp2Server.Connection upstream = http2.accept();
            Http2Frame request = upstream.expectRequest();
            upstream.untilPong(); // so that its settings were acknowledged, too
            FutureTask<Response> second = http2.get();
            Forwarding.await(() -> http2.waiting() == 1);
            http2.pass(Duration.ofSeconds(6));
            assertThat(second.get().failure()).contains(new Failure.TimedOut(Phase.POOL, Sent.NOTHING));
            answer(upstream, request);
            assertThat(StreamForwarding.text(first)).isEqualTo("ok");
        }
    }

    @Test
    void allWhoWaitForAConnectionThatIsRefusedFailWithIt() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            http2.server.close();
            for (FutureTask<Response> one : start(http2, 5)) {
                assertThat(one.get().failure())
                        .hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(Failure.ConnectFailed.class));
            }
            assertThat(http2.open()).isZero();
        }
    }

    @Test
    void aRefusedPostIsSentAgain_rfc9113_8_7() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            FutureTask<Response> response = http2.start(Exchanges.post("/", "once"));
            RawHttp2Server.Connection upstream = http2.accept();
            int refused = upstream.expectRequest().stream();
            assertThat(upstream.body(refused)).isEqualTo("once");
            upstream.reset(refused, StreamForwarding.REFUSED_STREAM);
            Http2Frame again = upstream.expectRequest();
            assertThat(again.stream()).isGreaterThan(refused);
            assertThat(upstream.body(again.stream())).isEqualTo("once");
            answer(upstream, again);
            assertThat(StreamForwarding.text(response)).isEqualTo("ok");
        }
    }

    @Test
    void aRequestThatIsRefusedTwiceIsKnownToBeNotProcessed() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            FutureTask<Response> response = http2.start(Exchanges.post("/", "x"));
            RawHttp2Server.Connection upstream = http2.accept();
            for (int i = 0; i < 2; i++) {
                upstream.reset(upstream.expectRequest().stream(), StreamForwarding.REFUSED_STREAM);
            }
            assertThat(response.get().status().code()).isEqualTo(502);
            assertThat(response.get().failure().orElseThrow().sent()).isEqualTo(Sent.NOTHING);
        }
    }

    @Test
    void aPostOfWhichSomethingMayHaveBeenProcessedIsNotSentAgain() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            FutureTask<Response> response = http2.start(Exchanges.post("/", "x"));
            RawHttp2Server.Connection upstream = http2.accept();
            upstream.expectRequest();
            upstream.close();
            assertThat(response.get().failure().orElseThrow().sent()).isEqualTo(Sent.ALL);
        }
    }

    @Test
    void aStreamedBodyThatWasReadIsNotSentAgainThoughItWasRefused() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            BlockedBody body = new BlockedBody("x");
            Fields fields = Fields.of("Host", "h");
            FutureTask<Response> response = http2.start(Exchanges.request("POST", "/", fields, body));
            RawHttp2Server.Connection upstream = http2.accept();
            int stream = upstream.expectRequest().stream();
            Forwarding.await(body::isRead);
            upstream.reset(stream, StreamForwarding.REFUSED_STREAM);
            assertThat(response.get().failure().orElseThrow().sent()).isEqualTo(Sent.NOTHING);
        }
    }

    @Test
    void goawayEndsNoStreamThatItNamesAndRepeatsTheOthers_rfc9113_6_8() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            FutureTask<Response> first = http2.start(Exchanges.post("/first", "x"));
            RawHttp2Server.Connection upstream = http2.accept();
            Http2Frame kept = upstream.expectRequest();
            FutureTask<Response> second = http2.start(Exchanges.post("/second", "x"));
            Http2Frame lost = upstream.expectRequest();
            assertThat(lost.stream()).isGreaterThan(kept.stream());
            upstream.goAway(kept.stream(), 0);
            RawHttp2Server.Connection next = http2.accept();
            Http2Frame again = next.expectRequest();
            assertThat(again.field(":path")).isEqualTo("/second");
            answer(next, again);
            assertThat(StreamForwarding.text(second)).isEqualTo("ok");
            FutureTask<Response> third = http2.get();
            answer(next, next.expectRequest());
            assertThat(StreamForwarding.text(third)).isEqualTo("ok");
            answer(upstream, kept);
            assertThat(StreamForwarding.text(first)).isEqualTo("ok");
            upstream.expectClosed();
            Forwarding.await(() -> http2.open() == 1);
        }
    }

    @Test
    void goawayUnderLoadLosesAndDoublesNoPost() throws Exception {
        int posts = 400;
        int each = 7;
        try (StreamForwarding http2 =
                new StreamForwarding(options -> options.maxStreams(10).maxConnections(1))) {
            List<FutureTask<String>> all = new ArrayList<>();
            for (int i = 0; i < posts; i++) {
                Request post = Exchanges.post("/" + i, "x").withUpstream(http2.upstream());
                all.add(Forwarding.aside(() -> Exchanges.send(http2.forwarding.handle(post))));
            }
            List<String> processed = new ArrayList<>();
            while (processed.size() < posts) {
                RawHttp2Server.Connection upstream = http2.accept();
                int last = 0;
                for (int i = 0; i < each && processed.size() < posts; i++) {
                    Http2Frame request = upstream.expectRequest();
                    last = request.stream();
                    processed.add(request.field(":path"));
                    if (i < each - 1) {
                        answer(upstream, request);
                    }
                }
                upstream.goAway(last, 0);
                upstream.respond(last, "ok", ":status: 200");
            }
            for (FutureTask<String> one : all) {
                assertThat(one.get()).isEqualTo("ok");
            }
            assertThat(processed).doesNotHaveDuplicates().hasSize(posts);
        }
    }

    @Test
    void aSilentUpstreamIsAskedByAPingAndIsDeadWithoutAnAnswer() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            FutureTask<Response> response = http2.get();
            RawHttp2Server.Connection upstream = http2.accept();
            upstream.expectRequest();
            assertThat(upstream.untilPong())
                    .noneMatch(frame -> frame.type() == Http2Frame.PING && !frame.has(Http2Frame.ACK));
            http2.pass(Duration.ofSeconds(6));
            upstream.await("a PING", frame -> frame.type() == Http2Frame.PING && !frame.has(Http2Frame.ACK));
            http2.pass(Duration.ofSeconds(6));
            upstream.expectClosed();
            assertThat(response.get().status().code()).isEqualTo(502);
            Forwarding.await(() -> http2.open() == 0);
        }
    }

    @Test
    void anUpstreamThatAnswersThePingMayTakeItsTime() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            FutureTask<Response> response = http2.get();
            RawHttp2Server.Connection upstream = http2.accept();
            Http2Frame request = upstream.expectRequest();
            upstream.untilPong();
            http2.pass(Duration.ofSeconds(6));
            Http2Frame ping =
                    upstream.await("a PING", frame -> frame.type() == Http2Frame.PING && !frame.has(Http2Frame.ACK));
            upstream.send(Http2Frame.PING, Http2Frame.ACK, 0, ping.payload());
            upstream.untilPong();
            http2.pass(Duration.ofSeconds(6));
            http2.pass(Duration.ofSeconds(6));
            assertThat(upstream.untilPong())
                    .as("it is not asked again, which servers of gRPC do not like")
                    .noneMatch(frame -> frame.type() == Http2Frame.PING);
            answer(upstream, request);
            assertThat(StreamForwarding.text(response)).isEqualTo("ok");
        }
    }

    @Test
    void aClientThatDoesNotReadStopsNobodyElse() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            FutureTask<Response> slow = http2.get();
            RawHttp2Server.Connection upstream = http2.accept();
            int stalled = upstream.expectRequest().stream();
            upstream.headers(stalled, false, ":status: 200");
            String part = "x".repeat(16 * 1024);
            int window = 256 * 1024;
            for (int sent = 0; sent < window; sent += part.length()) {
                upstream.data(stalled, sent + part.length() == window, part);
            }
            assertThat(slow.get().status().code()).isEqualTo(200);
            for (int i = 0; i < 40; i++) { // 10 MiB: more than the connection's first window
                FutureTask<Response> quick = http2.get();
                int stream = upstream.expectRequest().stream();
                upstream.headers(stream, false, ":status: 200");
                for (int sent = 0; sent < window; sent += part.length()) {
                    upstream.data(stream, sent + part.length() == window, part);
                }
                assertThat(StreamForwarding.text(quick)).hasSize(window);
            }
            assertThat(StreamForwarding.text(slow)).hasSize(window);
        }
    }

    @Test
    void tenThousandCancelledRequestsLeaveTheConnectionWhole() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            FutureTask<Response> first = http2.get();
            RawHttp2Server.Connection upstream = http2.accept();
            answer(upstream, upstream.expectRequest());
            assertThat(StreamForwarding.text(first)).isEqualTo("ok");
            for (int i = 0; i < 10_000; i++) {
                FutureTask<Response> cancelled = http2.get();
                int stream = upstream.expectRequest().stream();
                upstream.headers(stream, false, ":status: 200");
                upstream.data(stream, false, "some bytes that nobody reads");
                cancelled.get().close();
                upstream.expectReset(stream, StreamForwarding.CANCEL);
            }
            FutureTask<Response> last = http2.get();
            answer(upstream, upstream.expectRequest());
            assertThat(StreamForwarding.text(last)).isEqualTo("ok");
            assertThat(http2.open()).isEqualTo(1);
        }
    }

    @Test
    void anUnusedConnectionIsClosedAfterTheIdleTimeout() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding()) {
            FutureTask<Response> response = http2.get();
            RawHttp2Server.Connection upstream = http2.accept();
            answer(upstream, upstream.expectRequest());
            assertThat(StreamForwarding.text(response)).isEqualTo("ok");
            http2.pass(Duration.ofSeconds(29));
            assertThat(http2.open()).isEqualTo(1);
            http2.pass(Duration.ofSeconds(2));
            upstream.expectGoAway(0);
            upstream.expectClosed();
            Forwarding.await(() -> http2.open() == 0);
        }
    }

    @Test
    void aConnectionThatHasReachedItsAgeFinishesItsStreams() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding(options -> options.maxConnectionAge(Duration.ofSeconds(20))
                .responseTimeout(Duration.ZERO)
                .pingAfter(Duration.ZERO))) {
            FutureTask<Response> old = http2.get();
            RawHttp2Server.Connection upstream = http2.accept();
            Http2Frame request = upstream.expectRequest();
            upstream.untilPong();
            http2.pass(Duration.ofSeconds(21));
            FutureTask<Response> young = http2.get();
            RawHttp2Server.Connection next = http2.accept();
            answer(next, next.expectRequest());
            assertThat(StreamForwarding.text(young)).isEqualTo("ok");
            answer(upstream, request);
            assertThat(StreamForwarding.text(old)).isEqualTo("ok");
            upstream.expectClosed();
        }
    }

    @Test
    void aConnectionTakesAsManyRequestsAsItMay() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding(options -> options.maxConnectionRequests(2))) {
            FutureTask<Response> first = http2.get();
            RawHttp2Server.Connection upstream = http2.accept();
            answer(upstream, upstream.expectRequest());
            assertThat(StreamForwarding.text(first)).isEqualTo("ok");
            FutureTask<Response> second = http2.get();
            answer(upstream, upstream.expectRequest());
            assertThat(StreamForwarding.text(second)).isEqualTo("ok");
            upstream.expectClosed();
            FutureTask<Response> third = http2.get();
            RawHttp2Server.Connection next = http2.accept();
            answer(next, next.expectRequest());
            assertThat(StreamForwarding.text(third)).isEqualTo("ok");
        }
    }

    @Test
    void requiredHttp2IsSpokenAtOnceWithoutTls() throws Exception {
        try (StreamForwarding http2 = new StreamForwarding(options -> options.http2(TransportOptions.Http2.REQUIRE))) {
            Upstream http = Upstream.of("http://127.0.0.1:" + http2.server.port());
            FutureTask<Response> response = Forwarding.aside(
                    () -> http2.forwarding.handle(Exchanges.get("/").withUpstream(http)));
            RawHttp2Server.Connection upstream = http2.accept();
            answer(upstream, upstream.expectRequest());
            assertThat(StreamForwarding.text(response)).isEqualTo("ok");
        }
    }

    @Test
    void preferredHttp2IsHttp1WithoutTls() {
        try (Forwarding forwarding = new Forwarding(options -> options.http2(TransportOptions.Http2.PREFER));
                FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
        }
    }

    @Test
    void anUpstreamThatIsNoHttp2IsAFailure() throws Exception {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = FakeUpstream.scripted(connection -> {
                    connection.read(24);
                    connection.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
                })) {
            Upstream h2c = Upstream.of("h2c://127.0.0.1:" + upstream.port());
            Response response = forwarding.handle(Exchanges.request("POST", "/", Fields.of("Host", "h"), Body.of("x"))
                    .withUpstream(h2c));
            assertThat(response.status().code()).isEqualTo(502);
        }
    }
}
