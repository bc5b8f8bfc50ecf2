package dev.sluice.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenFilesTest {
    private final ManualTicker ticker = new ManualTicker();

    @Test
    void neverLetsAcceptsTakeTheLastDescriptors() {
        AtomicLong free = new AtomicLong(1_000);
        OpenFiles files = new OpenFiles(free::get, ticker);
        for (int i = 0; i < 5_000; i++) {
            if (files.anotherFits()) {
                free.decrementAndGet();
            }
        }
        assertThat(free).hasValue(16);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void leavesSomeAlsoWhenEachConnectionOpensSeveralFiles(int each) {
        AtomicLong free = new AtomicLong(1_000);
        OpenFiles files = new OpenFiles(free::get, ticker);
        for (int i = 0; i < 5_000; i++) {
            if (files.anotherFits()) {
                free.addAndGet(-each);
            }
        }
        assertThat(free.get()).isBetween(1L, 16L);
    }

    @Test
    void seesWhatOthersHaveTakenInTheMeantime() {
        AtomicLong free = new AtomicLong(1_000);
        OpenFiles files = new OpenFiles(free::get, ticker);
        assertThat(files.anotherFits()).isTrue();
        free.set(3);
        ticker.advance(Duration.ofMillis(10));
        assertThat(files.anotherFits()).isFalse();
    }

    @Test
    void asksOnceASecondHoweverManyAreFree() {
        AtomicInteger asked = new AtomicInteger();
        OpenFiles files = new OpenFiles(
                () -> {
                    asked.incrementAndGet();
                    return 1_000_000;
                },
                ticker);
        for (int i = 0; i < 1_000; i++) {
            files.anotherFits();
            ticker.advance(Duration.ofMillis(10));
        }
        assertThat(asked).hasValue(10);
    }

    @Test
    void fitsAgainAsSoonAsDescriptorsAreFree() {
        AtomicLong free = new AtomicLong(10);
        OpenFiles files = new OpenFiles(free::get, ticker);
        assertThat(files.anotherFits()).isFalse();
        free.set(100);
        assertThat(files.anotherFits()).isTrue();
    }

    @Test
    void asksSeldomWhileManyAreFree() {
        AtomicInteger asked = new AtomicInteger();
        OpenFiles files = new OpenFiles(
                () -> {
                    asked.incrementAndGet();
                    return 400_000;
                },
                ticker);
        for (int i = 0; i < 20_000; i++) {
            assertThat(files.anotherFits()).isTrue();
        }
        assertThat(asked.get()).isEqualTo(1);
    }
}
