package dev.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeastRateTest {
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration STALL = Duration.ofSeconds(20);

    private final ManualTicker ticker = new ManualTicker();

    private LeastRate rate(long bytesPerSecond) {
        return new LeastRate(ticker, bytesPerSecond, WINDOW, STALL);
    }

    private void waits(LeastRate rate, Duration time, int bytes) {
        rate.begins();
        ticker.advance(time);
        rate.ends();
        rate.moved(bytes);
    }

    @Test
    void waitingUsesUpCreditAndEachByteEarnsItsPartOfASecond() {
        LeastRate rate = rate(100);
        waits(rate, Duration.ofSeconds(19), 1);
        assertThat(rate.begins()).isEqualTo(Duration.ofMillis(11_010));
        waits(rate, Duration.ofSeconds(11), 200);
        assertThat(rate.begins()).isEqualTo(Duration.ofMillis(2_010));
    }

    @Test
    void aClientThatKeepsTheRateIsNeverOutOfCreditHoweverLongItTakes() {
        LeastRate rate = rate(100);
        for (int i = 0; i < 10_000; i++) {
            waits(rate, Duration.ofSeconds(10), 1_000);
        }
        assertThat(rate.begins()).isEqualTo(STALL);
    }

    @Test
    void whatCameQuicklyIsNoCreditForMoreThanTheWindow() {
        LeastRate rate = rate(100);
        rate.moved(Integer.MAX_VALUE);
        waits(rate, Duration.ofSeconds(29), 0);
        assertThat(rate.begins()).isEqualTo(Duration.ofSeconds(1));
        rate.moved(Integer.MAX_VALUE);
        waits(rate, Duration.ofSeconds(29), 0);
        assertThat(rate.begins()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void timeInWhichNobodyWaitsForTheClientCostsNothing() {
        LeastRate rate = rate(100);
        waits(rate, Duration.ofSeconds(1), 100);
        ticker.advance(Duration.ofHours(1));
        assertThat(rate.begins()).isEqualTo(STALL);
    }

    @Test
    void noCreditLeftIsStillADeadlineAndNotNone() {
        LeastRate rate = rate(100);
        waits(rate, Duration.ofSeconds(31), 0);
        assertThat(rate.begins()).isEqualTo(Duration.ofNanos(1));
    }

    @Test
    void withoutARateThereIsTheDeadlineOfASingleWait() {
        LeastRate rate = rate(0);
        for (int i = 0; i < 100; i++) {
            waits(rate, Duration.ofSeconds(19), 1);
        }
        assertThat(rate.begins()).isEqualTo(STALL);
    }
}
