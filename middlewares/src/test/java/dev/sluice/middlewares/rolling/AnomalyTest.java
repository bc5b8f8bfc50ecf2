package dev.sluice.middlewares.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of oxy's {@code memmetrics/anomaly_test.go}. */
class AnomalyTest {
    private static String bad(double[] values, boolean[] marks) {
        StringBuilder bad = new StringBuilder();
        IntStream.range(0, values.length)
                .filter(i -> marks[i])
                .forEach(i -> bad.append(' ').append(values[i]));
        return bad.toString().strip();
    }

    @ParameterizedTest
    @CsvSource({
        "0 0, ''",
        "0 1, 1.0",
        "0.1 0.1, ''",
        "0.15 0.1, ''",
        "0.01 0.01, ''",
        "0.012 0.01 1, 1.0",
        "0 0 1 1, 1.0 1.0",
        "0 0.1 0.1 0, 0.1 0.1",
        "0 0.01 0.1 0, 0.01 0.1",
        "0 0.01 0.02 1, 1.0",
        "0 0 0 0 0 0.01 0.02 1, 0.01 0.02 1.0"
    })
    void findsTheRatiosThatStandOut(String ratios, String bad) {
        double[] values =
                Arrays.stream(ratios.split(" ")).mapToDouble(Double::valueOf).toArray();
        assertEquals(bad, bad(values, Anomaly.ofRatios(values)));
    }

    @ParameterizedTest
    @CsvSource({
        "0 0, ''",
        "1 2, ''",
        "1 2 4, ''",
        "8 8 18, 18.0",
        "32 28 11 26 19 51 25 39 28 26 8 97, 97.0",
        "1 2 4 40, 40.0",
        "40 60 1000, 1000.0"
    })
    void findsTheLatenciesThatStandOut(String millis, String bad) {
        double[] values =
                Arrays.stream(millis.split(" ")).mapToDouble(Double::valueOf).toArray();
        List<Duration> latencies = Arrays.stream(values)
                .mapToObj(value -> Duration.ofMillis((long) value))
                .toList();
        assertEquals(bad, bad(values, Anomaly.ofLatencies(Duration.ofMillis(1), latencies)));
    }
}
