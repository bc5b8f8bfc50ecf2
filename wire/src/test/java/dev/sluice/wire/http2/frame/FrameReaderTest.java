package dev.sluice.wire.http2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.BufferPool;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final int FRAMES = 256;

    private final BufferPool pool = new BufferPool();

    /** A peer that has all of its frames on their way. */
    private static final class Plenty implements Http2Socket {
        private final byte[] script;
        private int position;
        private int reads;

        Plenty(int frames) {
            FrameBuffer all = new FrameBuffer(new BufferPool());
            byte[] payload = new byte[Frames.MAX_PAYLOAD];
            for (int i = 0; i < frames; i++) {
                payload[0] = (byte) i;
                payload[payload.length - 1] = (byte) ~i;
                Frames.data(all, 1, payload, 0, payload.length, false);
            }
            script = Arrays.copyOf(all.array(), all.length());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            reads++;
            int count = Math.min(length, script.length - position);
            System.arraycopy(script, position, buffer, offset, count);
            position += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {}

        @Override
        public int tryWrite(byte[] buffer, int offset, int length) {
            return length;
        }

        @Override
        public void finish() {}

        @Override
        public void cut() {}
    }

    private static void assertAllFrames(FrameReader frames) throws IOException {
        for (int i = 0; i < FRAMES; i++) {
            assertThat(frames.next()).isTrue();
            assertThat(frames.length()).isEqualTo(Frames.MAX_PAYLOAD);
            assertThat(frames.buffer()[frames.payload()]).isEqualTo((byte) i);
            assertThat(frames.buffer()[frames.payload() + frames.length() - 1]).isEqualTo((byte) ~i);
        }
        assertThat(frames.next()).isFalse();
        frames.release();
    }

    @Test
    void readsManyFullFramesAtOnce() throws Exception {
        Plenty socket = new Plenty(FRAMES);
        assertAllFrames(new FrameReader(socket, pool));
        assertThat(socket.reads).isLessThan(FRAMES / 8);
    }

    @Test
    void goesOnWithAnOrdinaryBufferIfAllLargeOnesAreLent() throws Exception {
        while (pool.borrowLarge().length > 0) {
            // lent, and never given back
        }
        Plenty socket = new Plenty(FRAMES);
        assertAllFrames(new FrameReader(socket, pool));
        assertThat(socket.reads).isGreaterThan(FRAMES / 2);
    }
}
