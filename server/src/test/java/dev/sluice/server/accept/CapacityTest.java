package dev.sluice.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final long MIB = 1024 * 1024;
    private static final long GIB = 1024 * MIB;

    @Test
    void countsWhatAnExchangeNeedsOfDescriptors() {
        Capacity ofAnUlimitOf1024 = new Capacity(1_000, GIB);
        assertThat(ofAnUlimitOf1024.byDefault(2, false)).isEqualTo(468);
        assertThat(ofAnUlimitOf1024.byDefault(4, false)).isEqualTo(234);
        assertThat(ofAnUlimitOf1024.atMost(false)).isEqualTo(936);
    }

    @Test
    void leavesHalfOfTheHeapToEverythingElse() {
        assertThat(new Capacity(100_000, 64 * MIB).byDefault(2, false)).isEqualTo(512);
        assertThat(new Capacity(100_000, 64 * MIB).atMost(false)).isEqualTo(2_048);
        assertThat(new Capacity(100_000, 256 * MIB).byDefault(2, false)).isEqualTo(2_048);
        assertThat(new Capacity(100_000, 2 * GIB).byDefault(2, false)).isEqualTo(16_384);
        assertThat(new Capacity(100_000, 64 * GIB).byDefault(2, false)).isEqualTo(16_384);
    }

    @Test
    void countsTheBuffersOfTls() {
        assertThat(new Capacity(100_000, 192 * MIB).byDefault(2, true)).isEqualTo(1_024);
        assertThat(new Capacity(100_000, 96 * MIB).atMost(true)).isEqualTo(1_024);
    }

    @Test
    void leavesAFewConnectionsToATinyProcess() {
        assertThat(new Capacity(10, MIB).byDefault(4, true)).isEqualTo(16);
        assertThat(new Capacity(0, 0).atMost(false)).isEqualTo(16);
    }
}
