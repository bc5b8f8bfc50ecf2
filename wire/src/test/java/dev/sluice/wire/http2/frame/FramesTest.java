package dev.sluice.wire.http2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.BufferPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final int STREAM = 5;

    private record Frame(int type, int flags, int length) {}

    /** RFC 9113 §6.10: a block that is longer than a frame goes on in CONTINUATION, the last of which ends it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 32_768, 32_769, 100_000})
    void aBlockTakesAsManyFramesAsItNeeds(int length) {
        byte[] block = new byte[length];
        new Random(42).nextBytes(block);
        FrameBuffer to = new FrameBuffer(new BufferPool());
        Frames.windowUpdate(to, 0, 1);
        int before = to.length();
        int at = Frames.beginHeaders(to);
        to.put(block, 0, length);
        Frames.endHeaders(to, at, STREAM, true);

        List<Frame> frames = new ArrayList<>();
        byte[] received = new byte[length];
        int count = 0;
        byte[] bytes = to.array();
        for (int from = before; from < to.length(); ) {
            int size = Frames.getInt(bytes, from) >>> 8;
            frames.add(new Frame(bytes[from + 3], bytes[from + 4], size));
            assertThat(Frames.getInt(bytes, from + 5)).isEqualTo(STREAM);
            System.arraycopy(bytes, from + Frames.HEADER, received, count, size);
            count += size;
            from += Frames.HEADER + size;
        }
        assertThat(count).isEqualTo(length);
        assertThat(received).isEqualTo(block);
        assertThat(frames).isEqualTo(expected(length));
    }

    private static List<Frame> expected(int length) {
        List<Frame> frames = new ArrayList<>();
        int left = length;
        do {
            int size = Math.min(left, Frames.MAX_PAYLOAD);
            left -= size;
            boolean first = frames.isEmpty();
            int flags = (first ? Frames.END_STREAM : 0) | (left == 0 ? Frames.END_HEADERS : 0);
            frames.add(new Frame(first ? Frames.HEADERS : Frames.CONTINUATION, flags, size));
        } while (left > 0);
        return frames;
    }
}
