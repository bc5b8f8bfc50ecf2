package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireInputTest {
    private static final String LETTERS = "abcdefghij".repeat(2000);

    private static String held(WireInput input) {
        return Wire.text(input.buffer()).substring(input.position(), input.end());
    }

    @Test
    void fillsBehindWhatItHolds() throws IOException {
        WireInput input = Wire.inParts("abcdef", 2);
        assertThat(input.fill(100)).isTrue();
        assertThat(input.fill(100)).isTrue();
        assertThat(held(input)).isEqualTo("abcd");
        assertThat(input.available()).isEqualTo(4);
    }

    @Test
    void saysWhenThereIsNoMore() throws IOException {
        WireInput input = Wire.whole("a");
        assertThat(input.fill(100)).isTrue();
        assertThat(input.fill(100)).isFalse();
        assertThat(held(input)).isEqualTo("a");
    }

    @Test
    void growsToTheLimitAndNoFurther() throws IOException {
        WireInput input = Wire.whole(LETTERS);
        while (input.available() < 10_000) {
            assertThat(input.fill(10_000)).isTrue();
        }
        assertThat(held(input)).isEqualTo(LETTERS.substring(0, 10_000));
        assertThatThrownBy(() -> input.fill(10_000)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void makesRoomByMovingWhatIsLeftToTheStart() throws IOException {
        for (int skipped : new int[] {1, 100, 2047, 2048, 2049, 4095}) {
            WireInput input = Wire.whole(LETTERS);
            assertThat(input.fill(4096)).isTrue();
            input.skip(skipped);
            assertThat(input.fill(4096)).as("skipped %d", skipped).isTrue();
            assertThat(held(input)).isEqualTo(LETTERS.substring(skipped, skipped + 4096));
        }
    }

    @Test
    void readsTheBufferFirstAndThenPastIt() throws IOException {
        WireInput input = Wire.inParts("abcdef", 3);
        assertThat(input.fill(100)).isTrue();
        byte[] target = new byte[10];
        assertThat(input.read(target, 0, 2)).isEqualTo(2);
        assertThat(input.read(target, 2, 8)).isEqualTo(1);
        assertThat(input.read(target, 3, 7)).isEqualTo(3);
        assertThat(Wire.text(target)).startsWith("abcdef");
        assertThat(input.available()).isZero();
        assertThat(input.read(target, 0, 10)).isEqualTo(-1);
    }

    @Test
    void readsSingleBytesUnsigned() throws IOException {
        WireInput input = Wire.whole("\u00ff\0");
        assertThat(input.read()).isEqualTo(255);
        assertThat(input.read()).isZero();
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void borrowsABufferOnlyOnceItIsToldOfBytesAndGivesItBackWhenItIsEmpty() throws IOException {
        BufferPool pool = new BufferPool();
        byte[] lent = pool.borrowSmall();
        pool.giveBack(lent);
        List<byte[]> whileItWaited = new ArrayList<>();
        WireInput input = new WireInput(
                new WireInput.Source() {
                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        Arrays.fill(buffer, offset, offset + 4, (byte) 'x');
                        return 4;
                    }

                    @Override
                    public void await() {
                        byte[] free = pool.borrowSmall();
                        whileItWaited.add(free);
                        pool.giveBack(free);
                    }
                },
                pool);
        for (int message = 1; message <= 3; message++) {
            assertThat(input.fill(100)).isTrue();
            assertThat(input.buffer()).isSameAs(lent);
            assertThat(input.fill(100)).as("more of it").isTrue();
            assertThat(whileItWaited).hasSize(message).containsOnly(lent);
            input.skip(8);
        }
    }

    @Test
    void keepsNoBufferAfterAnEndOrAFailure() throws IOException {
        BufferPool pool = new BufferPool();
        byte[] lent = pool.borrowSmall();
        pool.giveBack(lent);
        assertThat(new WireInput((buffer, offset, length) -> -1, pool).fill(100))
                .isFalse();
        WireInput broken = new WireInput(
                (buffer, offset, length) -> {
                    throw new IOException("broken");
                },
                pool);
        assertThatThrownBy(() -> broken.fill(100)).hasMessage("broken");
        assertThat(pool.borrowSmall()).isSameAs(lent);
    }

    @Test
    void givesBackABufferThatItOutgrows() throws IOException {
        BufferPool pool = new BufferPool();
        byte[] lent = pool.borrowSmall();
        pool.giveBack(lent);
        WireInput input = new WireInput((buffer, offset, length) -> length, pool);
        assertThat(input.fill(10_000)).isTrue();
        assertThat(input.fill(10_000)).isTrue();
        assertThat(pool.borrowSmall()).isSameAs(lent);
    }
}
