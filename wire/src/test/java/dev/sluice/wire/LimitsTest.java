package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.MessageLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    @Test
    void areWhatTheDocumentationSays() {
        assertThat(MessageLimits.DEFAULT).isEqualTo(new MessageLimits(8192, 32_768, 200, 8192));
        assertThat(new MessageLimits(64, 64, 1, 0)).isNotNull();
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "63, 64, 1, 0, limit 'line' is too small: 63",
        "64, 63, 1, 0, limit 'head' is too small: 63",
        "64, 64, 0, 0, limit 'fields' is too small: 0",
        "64, 64, 1, -1, limit 'trailers' is too small: -1"
    })
    void refuseWhatNoMessageCouldKeep(int line, int head, int fields, int trailers, String message) {
        assertThatThrownBy(() -> new MessageLimits(line, head, fields, trailers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
