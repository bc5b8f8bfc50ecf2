package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static dev.sluice.testkit.Http2Codes.CANCEL;
import static dev.sluice.testkit.Http2Codes.FLOW_CONTROL_ERROR;
import static dev.sluice.testkit.Http2Codes.FRAME_SIZE_ERROR;
import static dev.sluice.testkit.Http2Codes.NO_ERROR;
import static dev.sluice.testkit.Http2Codes.PROTOCOL_ERROR;
import static dev.sluice.testkit.Http2Codes.STREAM_CLOSED;
import static dev.sluice.testkit.Http2Frame.DATA;
import static dev.sluice.testkit.Http2Frame.END_HEADERS;
import static dev.sluice.testkit.Http2Frame.END_STREAM;
import static dev.sluice.testkit.Http2Frame.GOAWAY;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static dev.sluice.testkit.Http2Frame.PADDED;
import static dev.sluice.testkit.Http2Frame.PRIORITY_UPDATE;
import static dev.sluice.testkit.Http2Frame.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2;
import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, windows, priorities and the end of a client's connection, beyond what h2spec looks at (RFC 9113 §5 to §7). */
@Timeout(60)
class Http2ConnectionTest {
    private static final int STREAM_WINDOW = 65_535;

    private final CountDownLatch over = new CountDownLatch(1);

    /** Reads the head and then nothing, until the test is over; then answers. */
    private Wires waiting() {
        return Wires.scripted(connection -> {
            while (!connection.readHead().isEmpty()) {
                awaitOver();
                connection.write(Wires.OK);
            }
        });
    }

    private void awaitOver() {
        try {
            over.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads whole requests of any length and answers each. */
    private static Wires consuming(int bytes) {
        return Wires.scripted(connection -> {
            while (!connection.readHead().isEmpty()) {
                connection.read(bytes);
                connection.write(Wires.OK);
            }
        });
    }

    // --- settings

    /** RFC 9218 §2.1, RFC 8441 §3, and the limits of the listener. */
    @Test
    void theFirstSettingsTellTheLimitsAndWhatIsOffered() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK);
                RawHttp2Client client = RawHttp2Client.connect(wires.port())) {
            Http2Frame settings = client.handshake();
            assertThat(settings.setting(9)).as("NO_RFC7540_PRIORITIES").contains(1);
            assertThat(settings.setting(8)).as("ENABLE_CONNECT_PROTOCOL").contains(1);
            assertThat(settings.setting(3)).as("MAX_CONCURRENT_STREAMS").contains(100);
            assertThat(settings.setting(6)).as("MAX_HEADER_LIST_SIZE").contains(32 * 1024);
            assertThat(settings.setting(2).orElse(0)).as("ENABLE_PUSH").isZero();
        }
    }

    /** RFC 9218 §2.1.1. */
    @Test
    void noRfc7540PrioritiesIsZeroOrOne() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.settings(9, 2);
            client.expectGoAway(PROTOCOL_ERROR);
        }
    }

    /** RFC 9113 §3.4: the preface of a client is not complete without SETTINGS. */
    @Test
    void aPrefaceWithoutSettingsIsAConnectionError() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK);
                RawHttp2Client client = RawHttp2Client.connect(wires.port())) {
            client.send(RawHttp2.bytes(RawHttp2.PREFACE));
            client.headers(1, true, client.head("GET", "/"));
            client.expectGoAway(PROTOCOL_ERROR);
            client.expectClosed();
            assertThat(wires.upstream().heads()).isEmpty();
        }
    }

    @Test
    void aPrefaceInManyPiecesIsUnderstood() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK);
                RawHttp2Client client = RawHttp2Client.connect(wires.port())) {
            for (char each : RawHttp2.PREFACE.toCharArray()) {
                client.send(new byte[] {(byte) each});
            }
            client.settings();
            assertThat(client.exchange("/", 200)).isEqualTo("ok");
        }
    }

    /** A client may send requests before it has seen the server's settings (RFC 9113 §3.4). */
    @Test
    void aRequestMayComeRightBehindThePreface() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK);
                RawHttp2Client client = RawHttp2Client.connect(wires.port())) {
            byte[] fields = RawHttp2.block(client.head("GET", "/"));
            client.send(RawHttp2.join(
                    RawHttp2.bytes(RawHttp2.PREFACE),
                    RawHttp2.frame(Http2Frame.SETTINGS, 0, 0, new byte[0]),
                    RawHttp2.frame(HEADERS, END_STREAM | END_HEADERS, 1, fields)));
            client.expectResponse(1, 200);
            assertThat(client.body(1)).isEqualTo("ok");
        }
    }

    @Test
    void allAllowedStreamsAreServedAtOnceAndAPlaceIsFreeAfterEach() throws IOException {
        try (Wires wires = waiting()) {
            RawHttp2Client client = wires.http2();
            for (int i = 0; i < 100; i++) {
                client.request("GET", "/" + i);
            }
            Eventually.holds(
                    "all are on their way", () -> wires.upstream().heads().size() == 100);
            int oneMore = client.request("GET", "/100");
            client.expectReset(oneMore, 7);
            over.countDown();
            for (int i = 0; i < 100; i++) {
                client.await("the end of a stream", Http2Frame::endsStream);
            }
            assertThat(client.exchange("/next", 200)).isEqualTo("ok");
        }
    }

    // --- numbers of streams

    /** RFC 9113 §5.1.1: a stream closes those below it that were not used; HEADERS on them are unexpected. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 9})
    void aHeadOnAStreamThatWasSkippedIsAProtocolError(int skipped) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            for (int used : List.of(5, 11)) {
                client.headers(used, true, client.head("GET", "/"));
                client.expectResponse(used, 200);
                client.body(used);
            }
            client.headers(skipped, true, client.head("GET", "/"));
            client.expectGoAway(PROTOCOL_ERROR);
        }
    }

    /** RFC 9113 §5.1: on a stream that both sides have ended they are another error. */
    @Test
    void aHeadOnAStreamThatHasEndedSaysSo() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            for (int i = 0; i < 40; i++) { // more gaps than anybody remembers
                int used = 5 + 4 * i;
                client.headers(used, true, client.head("GET", "/"));
                client.expectResponse(used, 200);
                client.body(used);
            }
            client.headers(5, true, client.head("GET", "/"));
            client.expectGoAway(STREAM_CLOSED);
        }
    }

    // --- windows

    /** RFC 9113 §6.9.1: padding counts, too; what nobody reads is credited at once. */
    @Test
    void paddingIsCredited() throws IOException {
        int frames = 1_000;
        try (Wires wires = consuming(frames)) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/", "content-length: " + frames);
            String payload = "\377x" + "\0".repeat(255);
            int window = STREAM_WINDOW;
            for (int i = 0; i < frames; i++) {
                while (window < payload.length()) {
                    window += client.await(WINDOW_UPDATE, stream).value();
                }
                client.send(DATA, PADDED | (i == frames - 1 ? END_STREAM : 0), stream, payload);
                window -= payload.length();
            }
            client.expectResponse(stream, 200);
        }
    }

    /** Back-pressure: an upstream that does not read gets no more than the window, and credit comes when it reads. */
    @Test
    void creditComesWhenTheUpstreamReads() throws IOException {
        int length = 64 * 1024 * 1024;
        CountDownLatch reads = new CountDownLatch(1);
        try (Wires wires = Wires.scripted(connection -> {
            connection.readHead();
            try {
                reads.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            connection.read(length);
            connection.write(Wires.OK);
        })) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/", "content-length: " + length);
            Upload upload = new Upload(client, stream, length);
            assertThat(upload.untilItStalls()).as("sent to nobody").isLessThan(32 * 1024 * 1024);
            reads.countDown();
            upload.all();
            client.expectResponse(stream, 200);
        }
    }

    /** Sends as much as the windows allow. */
    private static final class Upload {
        private final RawHttp2Client client;
        private final int stream;
        private final int length;
        private long streamWindow = STREAM_WINDOW;
        private long connectionWindow = STREAM_WINDOW;
        private int sent;

        Upload(RawHttp2Client client, int stream, int length) {
            this.client = client;
            this.stream = stream;
            this.length = length;
            client.seen().forEach(this::credited);
        }

        private void credited(Http2Frame frame) {
            if (frame.type() == WINDOW_UPDATE) {
                streamWindow += frame.stream() == stream ? frame.value() : 0;
                connectionWindow += frame.stream() == 0 ? frame.value() : 0;
            }
        }

        private void send() {
            int bytes = (int) Math.min(Math.min(streamWindow, connectionWindow), Math.min(16_384, length - sent));
            while (bytes > 0) {
                sent += bytes;
                streamWindow -= bytes;
                connectionWindow -= bytes;
                client.data(stream, sent == length, "x".repeat(bytes));
                bytes = (int) Math.min(Math.min(streamWindow, connectionWindow), Math.min(16_384, length - sent));
            }
        }

        /** Until ten PINGs in a row bring no credit. */
        int untilItStalls() {
            int idle = 0;
            while (idle < 10) {
                int before = sent;
                send();
                client.untilPong().forEach(this::credited);
                idle = sent == before ? idle + 1 : 0;
            }
            return sent;
        }

        void all() {
            send();
            while (sent < length) {
                credited(client.next());
                send();
            }
        }
    }

    @Test
    void moreThanAStreamsWindowIsAnErrorOfTheStream() throws IOException {
        try (Wires wires = waiting()) {
            RawHttp2Client client = wires.http2();
            int stream = client.open("POST", "/", "content-length: 100000000");
            for (int i = 0; i < 2_000; i++) {
                client.data(stream, false, "x".repeat(16_384));
            }
            client.await(
                    "FLOW_CONTROL_ERROR",
                    frame -> (frame.type() == GOAWAY || frame.type() == Http2Frame.RST_STREAM)
                            && frame.errorCode() == FLOW_CONTROL_ERROR);
            over.countDown();
        }
    }

    /** RFC 9113 §6.9: DATA for a stream that the server has reset counts for the connection, and must be credited. */
    @Test
    void contentOfStreamsThatWereResetIsCreditedToTheConnection() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            long window = STREAM_WINDOW
                    + client.seen().stream()
                            .filter(frame -> frame.type() == WINDOW_UPDATE && frame.stream() == 0)
                            .mapToLong(Http2Frame::value)
                            .sum();
            for (int i = 0; i < 100; i++) {
                int stream = client.request("GET", "/", "connection: close");
                client.expectReset(stream, PROTOCOL_ERROR);
                for (int j = 0; j < 3; j++) {
                    while (window < 16_384) {
                        window += client.await(WINDOW_UPDATE, 0).value();
                    }
                    client.data(stream, false, "x".repeat(16_384));
                    window -= 16_384;
                }
                window += client.untilPong().stream()
                        .filter(frame -> frame.type() == WINDOW_UPDATE && frame.stream() == 0)
                        .mapToLong(Http2Frame::value)
                        .sum();
            }
            assertThat(client.exchange("/", 200)).isEqualTo("ok");
        }
    }

    /** RFC 9113 §4.2: frames are as large as the client allows at most. */
    @Test
    void largerFramesAreSentOnlyIfAllowed() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" + "x".repeat(60_000);
        try (Wires wires = Wires.answering(answer)) {
            RawHttp2Client client = wires.http2(5, 40_000);
            assertThat(client.exchange("/", 200)).hasSize(60_000);
            assertThat(client.seen()).allMatch(frame -> frame.payload().length() <= 40_000);
        }
    }

    // --- priorities (RFC 9218 §7.1)

    @Test
    void aPriorityUpdateIsAcceptedForAnyStream() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.send(PRIORITY_UPDATE, 0, 0, "\0\0\0\1u=0, i");
            client.send(PRIORITY_UPDATE, 0, 0, "\0\0\0\1not a dictionary\0\377");
            assertThat(client.exchange("/", 200)).isEqualTo("ok");
            client.send(PRIORITY_UPDATE, 0, 0, "\0\0\0\1u=7");
            client.untilPong();
        }
    }

    /** On a stream; of stream 0; too short for a stream (RFC 9113 §4.2). */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "0, 0, 1", "0, -1, 6"})
    void aMalformedPriorityUpdateIsAConnectionError(int stream, int prioritized, int code) throws IOException {
        assertThat(List.of(PROTOCOL_ERROR, FRAME_SIZE_ERROR)).contains(code);
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            String payload = prioritized < 0 ? "\0\0\0" : "\0\0\0" + (char) prioritized + "u=1";
            client.send(PRIORITY_UPDATE, 0, stream, payload);
            client.expectGoAway(code);
        }
    }

    // --- the end (RFC 9113 §6.8)

    @Test
    void aGoAwayNamesTheLastStreamThatMayHaveBeenProcessed() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            client.exchange("/1", 200);
            client.exchange("/3", 200);
            client.credit(0, 0);
            assertThat(client.expectGoAway(PROTOCOL_ERROR).value()).isEqualTo(3);
            client.expectClosed();
        }
    }

    @Test
    void aGoAwayOfTheClientLetsItsStreamsFinish() throws IOException {
        try (Wires wires = waiting()) {
            RawHttp2Client client = wires.http2();
            int stream = client.request("GET", "/");
            Eventually.holds(
                    "the request is on its way", () -> wires.upstream().heads().size() == 1);
            client.goAway(0, NO_ERROR);
            over.countDown();
            client.expectResponse(stream, 200);
            assertThat(client.body(stream)).isEqualTo("ok");
        }
    }

    /** Two GOAWAYs, so that a request that was on its way is not lost. */
    @Test
    void aListenerThatStopsWarnsFirstAndFinishesWhatHasBegun() throws Exception {
        FakeUpstream upstream = FakeUpstream.scripted(connection -> {
            while (!connection.readHead().isEmpty()) {
                awaitOver();
                connection.write(Wires.OK);
            }
        });
        try (Wires wires = Wires.listening(
                upstream, proxy().forward(upstream.url()), listen -> listen.drainTimeout(Duration.ofSeconds(30)))) {
            RawHttp2Client client = wires.http2();
            int early = client.request("GET", "/early");
            Eventually.holds("the request is on its way", () -> upstream.heads().size() == 1);
            Thread stopping = Thread.ofVirtual().start(() -> wires.gateway().stop());
            Http2Frame warning = client.await(GOAWAY, 0);
            assertThat(warning.value()).isEqualTo(Integer.MAX_VALUE);
            assertThat(warning.errorCode()).isEqualTo(NO_ERROR);
            int late = client.request("GET", "/late");
            Http2Frame ping = client.await("a PING", frame -> frame.type() == Http2Frame.PING);
            client.send(Http2Frame.PING, Http2Frame.ACK, 0, ping.payload());
            assertThat(client.await(GOAWAY, 0).value()).isEqualTo(late);
            over.countDown();
            for (int i = 0; i < 2; i++) {
                client.await("the end of a stream", Http2Frame::endsStream);
            }
            client.expectClosed();
            stopping.join();
            assertThat(upstream.heads()).hasSize(2);
            assertThat(early).isLessThan(late);
        } finally {
            over.countDown();
        }
    }

    /** RFC 9113 §5.1: WINDOW_UPDATE and RST_STREAM may cross the end of a stream. */
    @Test
    void framesThatCrossTheEndOfAStreamAreNoError() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            RawHttp2Client client = wires.http2();
            for (int i = 0; i < 20; i++) {
                int stream = client.request("GET", "/");
                client.expectResponse(stream, 200);
                client.body(stream);
                client.credit(stream, 1);
                client.reset(stream, CANCEL);
            }
            client.untilPong();
            assertThat(client.seen()).noneMatch(frame -> frame.type() == GOAWAY);
        }
    }
}
