package dev.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import dev.sluice.testkit.ManualTimers;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.hpack.Http2Request;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Connections of damaged frames, always the same ones, to either end: each ends with a code and nothing left behind, what
 * is sent are whole frames and not much more than was received, and the connection's window is whole when all streams are gone.
 */
class MultiplexerFuzzTest {
    /** With 25 frames each. */
    private static final int CONNECTIONS = 10_000;

    private static final int PREFACE = 24;

    private final BufferPool pool = new BufferPool();
    private final UnreadBudget unread = new UnreadBudget(1_000);
    private final Map<ErrorCode, Integer> ends = new EnumMap<>(ErrorCode.class);

    /** What servers are in the gateway, and clients. */
    private static Http2Options options(boolean server) {
        return new Http2Options(
                MessageLimits.DEFAULT,
                server ? 10 : 0,
                Http2Options.FIRST_WINDOW,
                Http2Options.FIRST_WINDOW,
                !server,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                200,
                1_000);
    }

    @Test
    void serversEndDamagedConnectionsInOrder() {
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> check(new Random(1), true));
    }

    @Test
    void clientsEndDamagedConnectionsInOrder() {
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> check(new Random(2), false));
    }

    private void check(Random random, boolean server) {
        FrameFuzz fuzz = new FrameFuzz(random, server);
        for (int i = 0; i < CONNECTIONS; i++) {
            byte[] script = fuzz.connection();
            connection(script, new Random(i), server);
        }
        assertThat(ends.getOrDefault(ErrorCode.NO_ERROR, 0))
                .as("neither all nor nothing: %s", ends)
                .isBetween(CONNECTIONS / 4, CONNECTIONS * 9 / 10);
        assertThat(unread.held()).isZero();
    }

    private void connection(byte[] script, Random random, boolean server) {
        ManualTimers timers = new ManualTimers();
        Owner owner = new Owner(random);
        Multiplexer[] held = new Multiplexer[1];
        long[] window = new long[1];
        ScriptedSocket socket = new ScriptedSocket(script, random, () -> {
            owner.leave();
            window[0] = held[0].receiveWindow().whole();
        });
        Multiplexer.Parts parts = new Multiplexer.Parts(timers.ticker(), timers, pool, unread);
        Multiplexer connection = server
                ? Multiplexer.server(socket, options(true), parts, owner)
                : Multiplexer.client(socket, options(false), parts, owner);
        if (!server) {
            owner.opens(connection);
        }
        held[0] = connection;
        String hex = HexFormat.of().formatHex(script);
        ErrorCode end = connection.run();
        owner.leave();
        ends.merge(end, 1, Integer::sum);
        assertThat(socket.isCut()).as(hex).isTrue();
        assertThat(connection.streams()).as(hex).isZero();
        assertThat(timers.size()).as(hex).isZero();
        if (end == ErrorCode.NO_ERROR) {
            assertThat(window[0]).as(hex).isEqualTo(Http2Options.FIRST_WINDOW);
        }
        assertFrames(hex, socket.written(), server ? 0 : PREFACE);
        assertThat(socket.written().length).as(hex).isLessThan(3 * script.length + 1_000);
    }

    /** Has some streams, and does what it likes with them. */
    private static final class Owner implements Http2Events {
        private final Random random;
        private final List<Http2Stream> streams = new ArrayList<>();
        private @Nullable Multiplexer client;
        private int opened;
        private boolean acting;

        Owner(Random random) {
            this.random = random;
        }

        /** Opens streams 1, 3 and 5, as soon as the server allows them. */
        void opens(Multiplexer connection) {
            client = connection;
            roomChanged();
        }

        @Override
        public void roomChanged() {
            Multiplexer connection = client;
            while (connection != null && opened < 3) {
                Optional<Http2Stream> stream = connection.open();
                if (stream.isEmpty()) {
                    break;
                }
                opened++;
                begin(stream.orElseThrow());
            }
            actOnAll();
        }

        private void actOnAll() {
            if (!acting) {
                acting = true;
                List.copyOf(streams).forEach(this::act);
                acting = false;
            }
        }

        private void begin(Http2Stream stream) {
            streams.add(stream);
            try {
                stream.request(new Http2Request("GET", "http", "a", "/", "", Fields.EMPTY), random.nextBoolean());
                stream.flush();
            } catch (StreamResetException gone) {
                assertThat(stream.isReset()).isTrue();
            }
        }

        @Override
        public void request(Http2Stream stream, RequestHead head) {
            streams.add(stream);
            actOnAll();
        }

        @Override
        public void refused(Http2Stream stream, RequestHead head, Status status) {
            request(stream, head);
        }

        private void act(Http2Stream stream) {
            try {
                switch (random.nextInt(7)) {
                    case 0 -> stream.respond(Status.OK_200, Fields.EMPTY, random.nextBoolean());
                    case 1 -> stream.reset(ErrorCode.CANCEL);
                    case 2 -> {
                        stream.release();
                        streams.remove(stream);
                    }
                    case 3, 4 -> read(stream);
                    case 5 -> stream.end(Fields.of("a", "b"));
                    default -> stream.flush();
                }
            } catch (StreamResetException gone) {
                assertThat(gone.code()).isNotNull();
            }
        }

        private void read(Http2Stream stream) throws StreamResetException {
            byte[] part = new byte[1 + random.nextInt(5_000)];
            while (stream.available() > 0) {
                stream.read(part, 0, part.length);
            }
        }

        void leave() {
            acting = true;
            client = null;
            List.copyOf(streams).forEach(Http2Stream::release);
            streams.clear();
            acting = false;
        }
    }

    private static void assertFrames(String hex, byte[] sent, int start) {
        int at = start;
        while (at < sent.length) {
            int length = Frames.getInt(sent, at) >>> 8;
            assertThat(length).as(hex).isLessThanOrEqualTo(Frames.MAX_PAYLOAD);
            at += Frames.HEADER + length;
        }
        assertThat(at).as(hex).isEqualTo(sent.length);
    }
}
