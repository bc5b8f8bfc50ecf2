package dev.sluice.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
    @Test
    void neverLetsAcceptsTakeTheLastDescriptors() {
        AtomicLong free = new AtomicLong(1_000);
        OpenFiles files = new OpenFiles(free::get);
        for (int i = 0; i < 5_000; i++) {
            if (files.anotherFits()) {
                free.decrementAndGet();
            }
        }
        assertThat(free).hasValue(16);
    }

    @Test
    void fitsAgainAsSoonAsDescriptorsAreFree() {
        AtomicLong free = new AtomicLong(10);
        OpenFiles files = new OpenFiles(free::get);
        assertThat(files.anotherFits()).isFalse();
        free.set(100);
        assertThat(files.anotherFits()).isTrue();
    }

    @Test
    void asksSeldomWhileManyAreFree() {
        AtomicInteger asked = new AtomicInteger();
        OpenFiles files = new OpenFiles(() -> {
            asked.incrementAndGet();
            return 100_000;
        });
        for (int i = 0; i < 20_000; i++) {
            assertThat(files.anotherFits()).isTrue();
        }
        assertThat(asked.get()).isEqualTo(1);
    }
}
