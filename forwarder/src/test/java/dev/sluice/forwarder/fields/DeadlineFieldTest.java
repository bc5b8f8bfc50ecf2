package dev.sluice.forwarder.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Fields;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineFieldTest {
    private static final DeadlineField FIELD = new DeadlineField("X-Request-Timeout");

    @ParameterizedTest
    @CsvSource({"PT2.5S, 2500", "PT0.0015S, 1", "PT0.0000001S, 1", "P1D, 86400000"})
    void saysMillisecondsButNeverNone(Duration left, String value) {
        assertThat(FIELD.in(Fields.EMPTY, left.toNanos()).first("X-Request-Timeout"))
                .contains(value);
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 2000",
        "2001, 2000",
        "0, 0",
        "999999999999999999999, 2000",
        "-5, 2000",
        "1s, 2000",
        "'', 2000",
        "1.5, 2000"
    })
    void lowersButNeverRaisesWhatTheClientAsksFor(String asked, String told) {
        Fields fields = Fields.of("x-request-timeout", asked);
        assertThat(FIELD.in(fields, 2_000_000_000L).all("X-Request-Timeout")).containsExactly(told);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.000000001S, 1n",
        "PT0.099999999S, 99999999n",
        "PT0.1S, 100000u",
        "PT99S, 99000000u",
        "PT100S, 100000m",
        "PT30H, 108000S",
        "P2000D, 2880000M",
        "P80000D, 1920000H"
    })
    void saysTheTimeOfGrpcInEightDigitsAtMost(Duration left, String value) {
        Fields grpc = Fields.of("Content-Type", "application/grpc+proto");
        Fields told = FIELD.in(grpc, left.toNanos());
        assertThat(told.first("grpc-timeout")).contains(value);
        assertThat(told.first("X-Request-Timeout")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5S, 2000000u",
        "2S, 2S",
        "1999m, 1999m",
        "1H, 2000000u",
        "1M, 2000000u",
        "5u, 5u",
        "7n, 7n",
        "S, 2000000u",
        "123456789n, 2000000u",
        "2x, 2000000u",
        "'', 2000000u"
    })
    void lowersButNeverRaisesTheTimeoutOfAGrpcClient(String asked, String told) {
        Fields grpc = Fields.of("Content-Type", "application/grpc", "grpc-timeout", asked);
        assertThat(FIELD.in(grpc, 2_000_000_000L).all("grpc-timeout")).containsExactly(told);
    }

    @Test
    void leavesTheOtherFieldsAsTheyAre() {
        Fields told = FIELD.in(Fields.of("Host", "h", "Accept", "a"), 1_000_000_000L);
        assertThat(told.first("Host")).contains("h");
        assertThat(told.first("Accept")).contains("a");
    }
}
