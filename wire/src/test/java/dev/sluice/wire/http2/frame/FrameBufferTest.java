package dev.sluice.wire.http2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.BufferPool;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameBufferTest {
    private final BufferPool pool = new BufferPool();
    private final FrameBuffer buffer = new FrameBuffer(pool);

    @Test
    void growsWithWhatIsPutIn() {
        byte[] written = new byte[1_000_000];
        for (int i = 0; i < written.length; i++) {
            written[i] = (byte) (i / 997);
        }
        buffer.put(written[0]);
        for (int at = 1; at < written.length; at += 9_009) {
            buffer.put(written, at, 9_009);
        }
        assertThat(Arrays.copyOf(buffer.array(), buffer.length())).isEqualTo(written);
    }

    @Test
    void borrowsWhatHasRoom() {
        buffer.reserve(1);
        assertThat(buffer.array()).hasSize(BufferPool.SMALL);
        buffer.reserve(BufferPool.SMALL + 1);
        assertThat(buffer.array()).hasSize(BufferPool.SIZE);
        buffer.reserve(BufferPool.SIZE + 1);
        assertThat(buffer.array()).hasSize(BufferPool.FRAMES);
        byte[] frames = buffer.array();
        buffer.reserve(BufferPool.FRAMES + 1);
        assertThat(buffer.array()).as("of no size that the pool takes").hasSize(2 * BufferPool.FRAMES);
        assertThat(pool.borrowFrames()).as("given back").isSameAs(frames);
    }

    @Test
    void beginsWithRoomForAsMuchAsItHadBefore() {
        buffer.put(new byte[BufferPool.SIZE + 1], 0, BufferPool.SIZE + 1);
        buffer.clear();
        buffer.release();
        buffer.put(1);
        assertThat(buffer.array()).hasSize(BufferPool.FRAMES);
        buffer.clear();
        buffer.release();
        buffer.put(1);
        assertThat(buffer.array()).as("that was little").hasSize(BufferPool.SMALL);
    }
}
