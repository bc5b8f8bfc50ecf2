package dev.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import dev.sluice.testkit.ManualTimers;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.hpack.Http2Request;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;

/** A client and a server of this package's, joined in memory; each request is served on a thread of its own. */
final class Pair implements AutoCloseable {
    static final Http2Options SERVER = new Http2Options(
            MessageLimits.DEFAULT,
            100,
            65_535,
            1024 * 1024,
            false,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            200,
            1000);
    static final Http2Options CLIENT = new Http2Options(
            MessageLimits.DEFAULT,
            0,
            256 * 1024,
            1024 * 1024,
            true,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ZERO,
            1000,
            10_000);

    final ManualTimers timers = new ManualTimers();
    final UnreadBudget unread = new UnreadBudget(64 * 1024 * 1024);
    final Duplex duplex = new Duplex(64 * 1024);
    final BlockingQueue<RuntimeException> bugs = new LinkedBlockingQueue<>();
    final Multiplexer client;
    final Multiplexer server;
    private final Thread[] threads;
    private final ErrorCode[] ended = new ErrorCode[2];

    Pair(Http2Options serverOptions, BiConsumer<Http2Stream, RequestHead> service) {
        Multiplexer.Parts parts = new Multiplexer.Parts(timers.ticker(), timers, new BufferPool(), unread);
        client = Multiplexer.client(duplex.client, CLIENT, parts, new Http2Events() {});
        server = Multiplexer.server(duplex.server, serverOptions, parts, new Http2Events() {
            @Override
            public void request(Http2Stream stream, RequestHead head) {
                Thread.ofVirtual().start(() -> {
                    try {
                        service.accept(stream, head);
                    } catch (RuntimeException bug) {
                        bugs.add(bug);
                    } finally {
                        stream.release();
                    }
                });
            }
        });
        threads = new Thread[] {
            Thread.ofVirtual().start(() -> ended[0] = client.run()),
            Thread.ofVirtual().start(() -> ended[1] = server.run())
        };
    }

    /** A request on a new stream. */
    Http2Stream begin(String method, String path, boolean end) throws StreamResetException {
        Http2Stream stream = client.open().orElseThrow();
        stream.request(new Http2Request(method, "http", "test", path, "", Fields.of("accept", "*/*")), end);
        stream.flush();
        return stream;
    }

    /** Waits until each has seen the other's settings, and the other's acknowledgement of its own. */
    void settle() throws StreamResetException {
        for (int i = 0; i < 2; i++) { // the client's acknowledgement leaves before the second request
            Http2Stream stream = begin("GET", "/settle", true);
            stream.awaitHead();
            stream.release();
        }
    }

    static byte[] rest(Http2Stream stream) throws StreamResetException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[10_000];
        for (int count = stream.read(part, 0, part.length); count >= 0; count = stream.read(part, 0, part.length)) {
            all.write(part, 0, count);
        }
        return all.toByteArray();
    }

    /** How client and server have ended, without being cut. */
    ErrorCode[] ends() {
        try {
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        return ended;
    }

    @Override
    public void close() {
        duplex.client.cut();
        assertThat(ends()).doesNotContainNull();
        assertThat(bugs).isEmpty();
        assertThat(timers.size()).isZero();
        assertThat(unread.held()).isZero();
        assertThat(unread.lent()).isZero();
    }
}
