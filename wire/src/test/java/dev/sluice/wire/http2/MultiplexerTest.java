package dev.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.testkit.Await;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.hpack.Http2Request;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ends of a connection against each other, in memory. */
@Timeout(60)
class MultiplexerTest {
    /** Answers with what was sent. */
    private static void echo(Http2Stream stream, RequestHead head) {
        try {
            stream.respond(Status.OK_200, Fields.of("x-path", head.path()), false);
            stream.flush();
            byte[] part = new byte[5000];
            for (int count = stream.read(part, 0, part.length); count >= 0; count = stream.read(part, 0, part.length)) {
                stream.write(part, 0, count, false);
                if (stream.available() == 0) {
                    stream.flush();
                }
            }
            stream.end(stream.trailers());
        } catch (StreamResetException gone) {
            assertThat(stream.isReset()).isTrue();
        }
    }

    private static byte[] random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void requestAndResponseOnOneStream() throws Exception {
        try (Pair pair = new Pair(Pair.SERVER, MultiplexerTest::echo)) {
            Http2Stream stream = pair.begin("GET", "/a", true);
            ResponseHead head = stream.awaitHead();
            assertThat(head.status().code()).isEqualTo(200);
            assertThat(head.fields().first("x-path")).contains("/a");
            assertThat(Pair.rest(stream)).isEmpty();
            stream.release();
            assertThat(stream.id()).isEqualTo(1);
        }
    }

    @Test
    void bodiesLongerThanAllWindowsPassBothWays() throws Exception {
        byte[] sent = random(5_000_000, 1);
        try (Pair pair = new Pair(Pair.SERVER, MultiplexerTest::echo)) {
            Http2Stream stream = pair.begin("POST", "/big", false);
            Thread upload = Thread.ofVirtual().start(() -> {
                try {
                    stream.write(sent, 0, sent.length, false);
                    stream.end(Fields.of("x-sum", "1"));
                } catch (StreamResetException gone) {
                    pair.bugs.add(new IllegalStateException(gone));
                }
            });
            stream.awaitHead();
            assertThat(Pair.rest(stream)).isEqualTo(sent);
            assertThat(stream.trailers().first("x-sum")).contains("1");
            upload.join();
            stream.release();
        }
    }

    @Test
    void manyStreamsAtOnceKeepTheirBytesApart() throws Exception {
        try (Pair pair = new Pair(Pair.SERVER, MultiplexerTest::echo)) {
            pair.settle();
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                byte[] sent = random(1 + i * 1500, i);
                all.add(Thread.ofVirtual().start(() -> exchange(pair, sent)));
            }
            for (Thread one : all) {
                one.join();
            }
            assertThat(pair.client.streams()).isZero();
        }
    }

    private static void exchange(Pair pair, byte[] sent) {
        try {
            Http2Stream stream = pair.begin("POST", "/", false);
            Thread upload = Thread.ofVirtual().start(() -> {
                try {
                    stream.write(sent, 0, sent.length, true);
                } catch (StreamResetException gone) {
                    pair.bugs.add(new IllegalStateException(gone));
                }
            });
            stream.awaitHead();
            if (!Arrays.equals(Pair.rest(stream), sent)) {
                pair.bugs.add(new IllegalStateException("other bytes came back"));
            }
            upload.join();
            stream.release();
        } catch (StreamResetException | InterruptedException gone) {
            pair.bugs.add(new IllegalStateException(gone));
        }
    }

    @Test
    void oneStreamUntilTheSettingsOfTheServerHaveCome() throws Exception {
        try (Pair pair = new Pair(Pair.SERVER, MultiplexerTest::echo)) {
            pair.settle();
            assertThat(pair.client.room()).isEqualTo(100);
        }
    }

    @Test
    void thousandsOfCancelsLeaveTheWindowsWhole() throws Exception {
        Http2Options many = new Http2Options(
                Pair.SERVER.heads(),
                100,
                65_535,
                1024 * 1024,
                false,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ZERO,
                100_000,
                1_000_000);
        try (Pair pair = new Pair(many, MultiplexerTest::echo)) {
            pair.settle();
            byte[] part = new byte[30_000];
            for (int i = 0; i < 2_000; i++) {
                Await.until(() -> pair.client.room() > 0);
                Http2Stream stream = pair.client.open().orElseThrow();
                try {
                    stream.request(new Http2Request("POST", "http", "test", "/", "", Fields.EMPTY), false);
                    stream.write(part, 0, i % part.length, false);
                    stream.flush();
                } catch (StreamResetException refused) {
                    assertThat(refused.code()).isEqualTo(ErrorCode.REFUSED_STREAM);
                }
                stream.reset(ErrorCode.CANCEL);
                stream.release();
            }
            byte[] sent = random(3_000_000, 7);
            Http2Stream stream = pair.begin("POST", "/after", false);
            Thread upload = Thread.ofVirtual().start(() -> {
                try {
                    stream.write(sent, 0, sent.length, true);
                } catch (StreamResetException gone) {
                    pair.bugs.add(new IllegalStateException(gone));
                }
            });
            stream.awaitHead();
            assertThat(Pair.rest(stream)).isEqualTo(sent);
            upload.join();
            stream.release();
        }
    }

    @Test
    void aResetOfTheClientReachesTheServer() throws Exception {
        CountDownLatch reset = new CountDownLatch(1);
        try (Pair pair = new Pair(Pair.SERVER, (stream, head) -> {
            stream.onReset(reset::countDown);
            echo(stream, head);
        })) {
            Http2Stream stream = pair.begin("POST", "/", false);
            stream.awaitHead();
            stream.reset(ErrorCode.CANCEL);
            reset.await();
            assertThatThrownBy(() -> stream.write(new byte[1], 0, 1, false)).isInstanceOf(StreamResetException.class);
            stream.release();
        }
    }

    @Test
    void aCompleteResponseEndsTheUpload() throws Exception {
        try (Pair pair = new Pair(Pair.SERVER, (stream, head) -> {
            try {
                stream.respond(Status.REQUEST_ENTITY_TOO_LARGE_413, Fields.EMPTY, true);
            } catch (StreamResetException gone) {
                throw new IllegalStateException(gone);
            }
        })) {
            Http2Stream stream = pair.begin("POST", "/", false);
            assertThat(stream.awaitHead().status().code()).isEqualTo(413);
            assertThat(Pair.rest(stream)).isEmpty();
            assertThatThrownBy(() -> stream.write(new byte[10_000_000], 0, 10_000_000, true))
                    .isInstanceOfSatisfying(
                            StreamResetException.class,
                            reset -> assertThat(reset.code()).isEqualTo(ErrorCode.NO_ERROR));
            stream.release();
        }
    }

    @Test
    void drainingFinishesWhatHasBegun() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Pair pair = new Pair(Pair.SERVER, (stream, head) -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            echo(stream, head);
        })) {
            Http2Stream stream = pair.begin("GET", "/slow", true);
            begun.await();
            pair.server.drain();
            Await.until(() -> !pair.client.usable());
            assertThat(pair.client.open()).isEmpty();
            goOn.countDown();
            assertThat(stream.awaitHead().status().code()).isEqualTo(200);
            assertThat(Pair.rest(stream)).isEmpty();
            stream.release();
            assertThat(pair.ends()).containsExactly(ErrorCode.NO_ERROR, ErrorCode.NO_ERROR);
        }
    }

    @Test
    void aClientThatIsIdleIsSentAway() throws Exception {
        try (Pair pair = new Pair(Pair.SERVER, MultiplexerTest::echo)) {
            pair.settle();
            Await.until(() -> pair.server.streams() == 0);
            pair.timers.advance(Duration.ofSeconds(61));
            assertThat(pair.ends()).containsExactly(ErrorCode.NO_ERROR, ErrorCode.NO_ERROR);
        }
    }
}
