package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
}
