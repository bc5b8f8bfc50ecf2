package dev.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.testkit.ManualTimers;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.frame.Http2Socket;
import dev.sluice.wire.http2.hpack.Blocks;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In how many writes a response leaves. */
@Timeout(60)
class OutboundTest {
    private static final int SOCKET_TAKES = 128 * 1024;
    private static final int WINDOW = 1 << 24;

    private final List<String> writes = new ArrayList<>();

    /** A client that grants all windows, asks once, and reads the answer. */
    private final class Client implements Http2Socket, Http2Events {
        private final byte[] script = script();
        private final int parts;
        private final int firstRoom;
        private int room = SOCKET_TAKES;
        private int position;
        private Http2Stream asked;

        @SuppressWarnings("NullAway.Init") // the request comes first
        Client(int parts, int firstRoom) {
            this.parts = parts;
            this.firstRoom = firstRoom;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (position == script.length) {
                answer();
                return -1;
            }
            int count = Math.min(length, script.length - position);
            System.arraycopy(script, position, buffer, offset, count);
            position += count;
            return count;
        }

        private void answer() {
            writes.clear();
            room = firstRoom;
            try {
                asked.respond(Status.OK_200, Fields.EMPTY, false);
                for (int i = 1; i <= parts; i++) {
                    asked.write(new byte[Http2Stream.BATCH], 0, Http2Stream.BATCH, i == parts);
                }
            } catch (StreamResetException reset) {
                throw new IllegalStateException(reset);
            } finally {
                asked.release();
            }
        }

        @Override
        public int tryWrite(byte[] buffer, int offset, int length) {
            int count = Math.min(length, room);
            room = SOCKET_TAKES;
            writes.add("try " + count + " of " + length);
            return count;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            writes.add("wait " + length);
        }

        @Override
        public void cut() {}

        @Override
        public void request(Http2Stream stream, RequestHead head) {
            asked = stream;
        }
    }

    private static byte[] script() {
        FrameBuffer all = Blocks.buffer();
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        all.put(preface, 0, preface.length);
        Frames.header(all, 6, Frames.SETTINGS, 0, 0);
        Frames.setting(all, 4, WINDOW); // SETTINGS_INITIAL_WINDOW_SIZE
        Frames.windowUpdate(all, 0, WINDOW);
        FrameBuffer block = Blocks.buffer();
        byte[] fields = Blocks.literals(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "test");
        block.put(fields, 0, fields.length);
        Blocks.headers(all, 1, block, true);
        return Blocks.bytes(all);
    }

    /** A response of so many full batches, whose first write finds so much room. */
    private void serve(int parts, int firstRoom) {
        assertThat(server(new Client(parts, firstRoom)).run()).isEqualTo(ErrorCode.NO_ERROR);
    }

    private static Multiplexer server(Client client) {
        ManualTimers timers = new ManualTimers();
        Multiplexer.Parts shared =
                new Multiplexer.Parts(timers.ticker(), timers, new BufferPool(), new UnreadBudget(1_000));
        return Multiplexer.server(client, Pair.SERVER, shared, client);
    }

    @Test
    void nothingIsLeftOfAHeadThatCannotBeEncoded() {
        Outbound outbound = server(new Client(1, 0)).outbound();
        byte[] before = Blocks.bytes(outbound.frames());
        assertThatThrownBy(() -> outbound.headers(
                        1,
                        block -> {
                            block.put(0x88);
                            throw new IllegalStateException("a bug");
                        },
                        true))
                .hasMessage("a bug");
        assertThat(Blocks.bytes(outbound.frames())).isEqualTo(before);
        outbound.headers(1, block -> block.put(0x88), true);
        outbound.headers(3, block -> block.put(0x88), true);
        byte[] sent = Blocks.bytes(outbound.frames());
        assertThat(Arrays.copyOfRange(sent, before.length, sent.length)) // the first that is sent says: no table
                .isEqualTo(Blocks.hex("000002 01 05 00000001 20 88  000001 01 05 00000003 88"));
    }

    @Test
    void aLongBodyLeavesInFullFramesAndOneWriteEach() {
        serve(3, SOCKET_TAKES);
        int batch = 7 * (Frames.HEADER + Frames.MAX_PAYLOAD);
        int head = Frames.HEADER + 2; // a change of the table's size, and :status 200
        assertThat(writes)
                .containsExactly(
                        "try " + (head + batch) + " of " + (head + batch),
                        "try " + batch + " of " + batch,
                        "try " + batch + " of " + batch);
    }

    @Test
    void aSocketThatHasTakenAPieceIsOfferedAllTheRest() {
        serve(1, 1_000);
        int all = Frames.HEADER + 2 + 7 * (Frames.HEADER + Frames.MAX_PAYLOAD);
        int piece = 16 * 1024;
        int rest = all - 1_000 - piece;
        assertThat(writes).containsExactly("try 1000 of " + all, "wait " + piece, "try " + rest + " of " + rest);
    }
}
