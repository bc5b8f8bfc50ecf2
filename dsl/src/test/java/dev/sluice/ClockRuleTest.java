package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule about clocks bites. */
@SuppressWarnings({"UnusedMethod", "JavaTimeDefaultTimeZone"}) // culprits that are only looked at
class ClockRuleTest {
    @ParameterizedTest
    @ValueSource(classes = {Sleeper.class, Parker.class, Waiter.class, Joiner.class, Calendar.class, Scheduler.class})
    void finds(Class<?> culprit) {
        assertThat(ClockRule.RULE
                        .evaluate(new ClassFileImporter().importClasses(culprit))
                        .hasViolation())
                .isTrue();
    }

    @Test
    void letsPassWhoIsHandedTheTime() {
        assertThat(ClockRule.RULE
                        .evaluate(new ClassFileImporter().importClasses(Patient.class))
                        .hasViolation())
                .isFalse();
    }

    private static final class Sleeper {
        void sleep() throws InterruptedException {
            Thread.sleep(Duration.ofSeconds(1));
        }
    }

    private static final class Parker {
        void park() {
            LockSupport.parkNanos(this, 1);
        }
    }

    private static final class Waiter {
        boolean await(CountDownLatch latch) throws InterruptedException {
            return latch.await(1, TimeUnit.SECONDS);
        }
    }

    private static final class Joiner {
        boolean join(Thread thread) throws InterruptedException {
            return thread.join(Duration.ofSeconds(1));
        }
    }

    private static final class Calendar {
        LocalDate today() {
            return LocalDate.now();
        }
    }

    private static final class Scheduler {
        java.util.Timer timer() {
            return new java.util.Timer();
        }
    }

    private static final class Patient {
        boolean await(dev.sluice.core.time.Ticker ticker, CountDownLatch latch) {
            return ticker.await(latch, Duration.ofSeconds(1));
        }
    }
}
