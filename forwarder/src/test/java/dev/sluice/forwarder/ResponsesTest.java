package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.FakeUpstream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What upstreams answer, byte by byte: the odd but right, the wrong, and what breaks off. */
@Timeout(20)
class ResponsesTest {
    private final Forwarding forwarding = new Forwarding();

    @AfterEach
    void close() {
        forwarding.close();
    }

    /** Says something after the first request, then closes. */
    private static FakeUpstream saying(String bytes) {
        return FakeUpstream.scripted(connection -> {
            connection.readRequest();
            connection.write(bytes);
        });
    }

    static Stream<Arguments> right() {
        return Stream.of(
                arguments("by length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
                arguments("until close, RFC 9112 §6.3 (8)", "HTTP/1.1 200 OK\r\n\r\nhello"),
                arguments("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nhello"),
                arguments("equal lengths, RFC 9110 §8.6", "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello"),
                arguments("no reason phrase", "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello"),
                arguments("chunks", chunked("3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")),
                arguments("chunk extensions, RFC 9112 §7.1.1", chunked("3;a=b;c\r\nhel\r\n002\r\nlo\r\n0;z\r\n\r\n")),
                arguments("space before colon, §5.1", "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello"),
                arguments("interim first", "HTTP/1.1 102 P\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));
    }

    private static String chunked(String body) {
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("right")
    void understands(String what, String bytes) {
        try (FakeUpstream upstream = saying(bytes)) {
            Response response = forwarding.handle(Exchanges.get("/"), upstream);
            assertThat(response.status().code()).as(what).isEqualTo(200);
            assertThat(response.failure()).isEmpty();
            assertThat(Exchanges.send(response)).isEqualTo("hello");
        }
    }

    @Test
    void tellsInWhichVersionOfHttpTheUpstreamHasAnsweredIfItHas() {
        for (RequestHead.Version version : List.of(RequestHead.Version.HTTP_1_0, RequestHead.Version.HTTP_1_1)) {
            try (FakeUpstream upstream = saying(version + " 200 OK\r\nContent-Length: 5\r\n\r\nhello")) {
                Response response = forwarding.handle(Exchanges.get("/"), upstream);
                assertThat(response.provenance().protocol()).contains(version);
                response.close();
            }
        }
        try (FakeUpstream upstream = saying("")) {
            assertThat(forwarding
                            .handle(Exchanges.get("/"), upstream)
                            .provenance()
                            .protocol())
                    .isEmpty();
        }
    }

    static Stream<Arguments> wrong() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return Stream.of(
                arguments("nothing", ""),
                arguments("half a head", ok),
                arguments("garbage", "220 smtp.example ready\r\n\r\n"),
                arguments("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n"),
                arguments("no known class", "HTTP/1.1 777 Lucky\r\n\r\n"),
                arguments("a folded line, RFC 9112 §5.2", ok + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n"),
                arguments("a bare line feed", ok + "A: b\nContent-Length: 0\r\n\r\n"),
                arguments("a NUL", ok + "A: b\0c\r\nContent-Length: 0\r\n\r\n"),
                arguments(
                        "length and chunks, §6.3 (3)", ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
                arguments("two lengths, §6.3 (5)", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
                arguments("a negative length", ok + "Content-Length: -5\r\n\r\nhello"),
                arguments("an unknown coding", ok + "Transfer-Encoding: gzip\r\n\r\n"),
                arguments("chunks in HTTP/1.0, §6.1", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments("a head without end", ok + "A: " + "b".repeat(70_000) + "\r\n\r\n"),
                arguments("too many fields", ok + "A: b\r\n".repeat(300) + "Content-Length: 0\r\n\r\n"),
                arguments("a 101 nobody asked for", "HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
                arguments("only interim ones", "HTTP/1.1 102 Processing\r\n\r\n".repeat(40)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void answers502To(String what, String bytes) {
        try (FakeUpstream upstream = saying(bytes)) {
            Response response = forwarding.handle(Exchanges.get("/"), upstream);
            assertThat(response.status().code()).as(what).isEqualTo(502);
            assertThat(response.failure().orElseThrow())
                    .isInstanceOfSatisfying(
                            Failure.UpstreamBroken.class,
                            broken -> assertThat(broken.sent()).isEqualTo(Sent.ALL));
            assertThat(Exchanges.send(response)).isEqualTo("Bad Gateway\n");
            Forwarding.await(() -> upstream.openConnections() == 0);
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("a length that is not reached", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"),
                arguments("chunks without the last", chunked("5\r\nhello\r\n")),
                arguments("half a chunk", chunked("a\r\nhello")),
                arguments("a chunk size that is none", chunked("5\r\nhello\r\nxyz\r\n")),
                arguments("a chunk longer than it says", chunked("4\r\nhello\r\n0\r\n\r\n")),
                arguments("trailers without end", chunked("5\r\nhello\r\n0\r\nA: b\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void breaksTheTransferAfter_rfc9112_8(String what, String bytes) {
        try (FakeUpstream upstream = saying(bytes)) {
            Response response = forwarding.handle(Exchanges.get("/"), upstream);
            assertThat(response.status().code()).as(what).isEqualTo(200);
            assertThatThrownBy(() -> Exchanges.send(response))
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            transfer -> assertThat(transfer.failure()).isInstanceOf(Failure.UpstreamBroken.class));
            Forwarding.await(() -> upstream.openConnections() == 0);
        }
    }

    @Test
    void breaksTheTransferWhenTheUpstreamResets() {
        FakeUpstream.Script script = connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nhello");
            connection.read(); // the test has seen the head
            connection.reset();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            Request request = Exchanges.request("POST", "/", Fields.of("Host", "h"), new BlockedBody("x"));
            Response response = forwarding.handle(request, upstream);
            ((BlockedBody) request.body()).release();
            assertThatThrownBy(() -> Exchanges.send(response)).isInstanceOf(TransferException.class);
        }
    }

    @Test
    void givesHeadItsLengthAndNoBody_rfc9110_9_3_2() {
        bodiless("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "5");
    }

    @Test
    void gives304ItsLengthAndNoBody_rfc9110_15_4_5() {
        bodiless("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "5");
    }

    @Test
    void gives204NoLengthAndNoBody_rfc9110_8_6() {
        bodiless("GET", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n");
    }

    private void bodiless(String method, String answer, String... lengths) {
        try (FakeUpstream upstream = FakeUpstream.answering(answer)) {
            for (int i = 0; i < 2; i++) {
                Request request = Exchanges.request(method, "/", Fields.of("Host", "h"), Body.empty());
                Response response = forwarding.handle(request, upstream);
                assertThat(response.fields().all("Content-Length")).containsExactly(lengths);
                assertThat(Exchanges.send(response)).isEmpty();
            }
            assertThat(upstream.connections()).as("nothing was left over").isEqualTo(1);
        }
    }

    @Test
    void tellsInterimResponsesWithoutHopByHopFields_rfc9110_15_2() {
        String answer = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nConnection: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        try (FakeUpstream upstream = FakeUpstream.answering(answer)) {
            Request request = Exchanges.get("/");
            assertThat(Exchanges.send(forwarding.handle(request, upstream))).isEqualTo("ok");
            assertThat(((FakeClient) request.client()).interim())
                    .singleElement()
                    .satisfies(status -> assertThat(status.code()).isEqualTo(103));
        }
    }

    @Test
    void passesTrailersThatMayBeThere_rfc9110_6_5() {
        String answer = chunked("5\r\nhello\r\n0\r\nX-Sum: 1\r\nContent-Length: 9\r\n\r\n");
        try (FakeUpstream upstream = FakeUpstream.answering(answer)) {
            Response response = forwarding.handle(Exchanges.get("/"), upstream);
            assertThat(response.body().trailers().isEmpty()).isTrue();
            assertThat(Exchanges.text(response.body())).isEqualTo("hello");
            assertThat(response.body().trailers()).hasToString("X-Sum: 1\n");
            response.close();
        }
    }

    @Test
    void saysWhereTheAnswerComesFrom() {
        try (FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 502 Mine\r\nContent-Length: 0\r\n\r\n")) {
            Response response = forwarding.handle(Exchanges.get("/"), upstream);
            assertThat(response.failure())
                    .as("the upstream's own 502 is an answer, unlike in oxy")
                    .isEmpty();
            assertThat(response.status().reasonPhrase()).isEqualTo("Mine");
            assertThat(response.provenance().upstream()).contains(upstream.upstream());
            assertThat(response.provenance().attempts()).isEqualTo(1);
            response.close();
        }
    }
}
