package dev.sluice.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.time.Ticker;
import dev.sluice.io.Deadlines.CoarseTicker;
import dev.sluice.io.Deadlines.Deadline;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final ManualTicker ticker = new ManualTicker();
    private final Deadlines deadlines = new Deadlines(ticker);
    private final AtomicInteger expiries = new AtomicInteger();
    private final Deadline deadline = deadlines.deadline(expiries::incrementAndGet);

    private int after(int millis) {
        ticker.advance(Duration.ofMillis(millis));
        deadlines.sweep();
        return expiries.get();
    }

    @Test
    void expiresOnceAndNotBeforeItsTime() {
        deadline.set(Duration.ofMillis(100));
        assertThat(after(99)).isZero();
        assertThat(after(1)).isEqualTo(1);
        assertThat(after(1000)).isEqualTo(1);
    }

    @Test
    void neverExpiresUnlessItWasSet() {
        assertThat(after(1_000_000)).isZero();
    }

    @Test
    void isReplacedByALaterOne() {
        deadline.set(Duration.ofMillis(10));
        deadline.set(Duration.ofMillis(100));
        assertThat(after(50)).isZero();
        assertThat(after(50)).isEqualTo(1);
    }

    @Test
    void isReplacedByAnEarlierOne() {
        deadline.set(Duration.ofMillis(100));
        deadline.set(Duration.ofMillis(10));
        assertThat(after(10)).isEqualTo(1);
    }

    @Test
    void doesNotExpireOnceCleared() {
        deadline.set(Duration.ofMillis(10));
        deadline.clear();
        assertThat(after(100)).isZero();
    }

    @Test
    void canBeSetAgainAfterItExpiredOrWasCleared() {
        deadline.set(Duration.ofMillis(10));
        after(10);
        deadline.clear();
        deadline.set(Duration.ofMillis(10));
        assertThat(after(10)).isEqualTo(2);
    }

    @Test
    void isNoneForZeroAndNegativeDurations() {
        deadline.set(Duration.ofMillis(10));
        deadline.set(Duration.ZERO);
        assertThat(after(100)).isZero();
        deadline.set(Duration.ofMillis(-1));
        assertThat(after(100)).isZero();
    }

    @Test
    void isForgottenWhenItIsClosed() {
        deadline.set(Duration.ofMillis(10));
        deadline.close();
        deadline.set(Duration.ofMillis(10));
        assertThat(after(100)).isZero();
    }

    @Test
    void isListedOnlyIfItIsOpenWithTheNextTickButOne() {
        deadlines.deadline(expiries::incrementAndGet).close();
        Deadline open = deadlines.deadline(expiries::incrementAndGet);
        assertThat(deadlines.listed()).isZero();
        Deadline brief = deadlines.deadline(expiries::incrementAndGet);
        after(20);
        assertThat(deadlines.listed()).isZero();
        brief.close();
        after(20);
        assertThat(deadlines.listed()).as("this test's and the open one").isEqualTo(2);
        open.close();
        assertThat(deadlines.listed()).isEqualTo(1);
    }

    @Test
    void expiresEachByItsOwnTime() {
        Deadline other = deadlines.deadline(() -> expiries.addAndGet(100));
        deadline.set(Duration.ofMillis(20));
        other.set(Duration.ofMillis(10));
        assertThat(after(10)).isEqualTo(100);
        assertThat(after(10)).isEqualTo(101);
    }

    @Test
    void mayBeSetByItsOwnAction() {
        Deadline[] again = new Deadline[1];
        again[0] = deadlines.deadline(() -> {
            expiries.incrementAndGet();
            again[0].set(Duration.ofMillis(10));
        });
        again[0].set(Duration.ofMillis(10));
        assertThat(after(10)).isEqualTo(1);
        assertThat(after(9)).isEqualTo(1);
        assertThat(after(1)).isEqualTo(2);
    }

    @Test
    void expiresWhenItsTimeComesThoughItWasFarWhenItWasSet() {
        deadline.set(Duration.ofMinutes(1));
        int ticks = 0;
        while (after(20) == 0 && ticks < 10_000) {
            ticks++;
        }
        assertThat(ticks).isEqualTo(60_000 / 20 - 1);
    }

    @Test
    void isLookedAtWithEachTickOnlyWhileItMayBeSoonDue() {
        deadline.set(Duration.ofMinutes(1));
        assertThat(deadlines.soon()).isZero();
        deadline.set(Duration.ofMillis(50));
        deadline.set(Duration.ofMinutes(1));
        assertThat(deadlines.soon()).isEqualTo(1);
        after(1_000);
        after(1_000);
        assertThat(deadlines.soon()).isZero();
        after(56_500);
        assertThat(deadlines.soon()).isEqualTo(1);
        deadline.close();
        assertThat(deadlines.soon()).isZero();
    }

    @Test
    void passesOnceOrIsClearedInTimeWhoeverIsFaster() throws InterruptedException {
        AtomicInteger late = new AtomicInteger();
        Thread user = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 20_000; i++) {
                deadline.set(Duration.ofMillis(1 + i % 3));
                ticker.advance(Duration.ofMillis(i % 400 == 0 ? 1_000 : i % 4)); // sorted now and then
                if (!deadline.clearInTime()) {
                    late.incrementAndGet();
                }
            }
        });
        while (user.isAlive()) {
            deadlines.sweep();
        }
        user.join();
        assertThat(expiries).hasValue(late.get());
        deadline.set(Duration.ofMillis(1));
        assertThat(after(1)).isEqualTo(late.get() + 1);
    }

    @Test
    void isNeverReachedWhenItIsFartherThanTheClockCounts() {
        deadline.set(ChronoUnit.FOREVER.getDuration());
        assertThat(after(1_000_000_000)).isZero();
    }

    @Test
    void outlivesAnActionThatThrows() throws InterruptedException { // one bug must not end every deadline there is
        IllegalStateException bug = new IllegalStateException("bug");
        AtomicReference<Throwable> reported = new AtomicReference<>();
        CountDownLatch expired = new CountDownLatch(1);
        deadlines
                .deadline(() -> {
                    throw bug;
                })
                .set(Duration.ofMillis(10));
        deadlines.deadline(expired::countDown).set(Duration.ofMillis(100));
        Thread sweeper = Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, thrown) -> reported.set(thrown))
                .start(deadlines::run);
        assertThat(expired.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(reported).hasValue(bug);
        sweeper.interrupt();
        sweeper.join();
    }

    @Test
    void runsTheOtherActionsOfASweepWhenOneThrows() {
        for (int i = 0; i < 10; i++) {
            deadlines
                    .deadline(() -> {
                        expiries.incrementAndGet();
                        throw new OutOfMemoryError("on purpose");
                    })
                    .set(Duration.ofMillis(10));
        }
        Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
        AtomicInteger reports = new AtomicInteger();
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> reports.incrementAndGet());
        try {
            assertThat(after(10)).isEqualTo(10);
            assertThat(reports).as("a series is reported once").hasValue(1);
            after(10);
            deadlines
                    .deadline(() -> {
                        throw new IllegalStateException("on purpose");
                    })
                    .set(Duration.ofMillis(10));
            after(10);
            assertThat(reports).as("another series").hasValue(2);
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }
    }

    @Test
    void outlivesAReportThatFails() throws InterruptedException { // as it does when there is no memory for it
        CountDownLatch expired = new CountDownLatch(1);
        deadlines
                .deadline(() -> {
                    throw new OutOfMemoryError("of an action");
                })
                .set(Duration.ofMillis(10));
        deadlines.deadline(expired::countDown).set(Duration.ofMillis(100));
        Thread sweeper = Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, thrown) -> {
                    throw new OutOfMemoryError("of the report");
                })
                .start(deadlines::run);
        assertThat(expired.await(10, TimeUnit.SECONDS)).isTrue();
        sweeper.interrupt();
        sweeper.join();
    }

    @Test
    void neverComesEarlyByAClockThatTicks() {
        Ticker coarse = new CoarseTicker(ticker); // its exact ticker moves as far as it sleeps
        Deadlines ticking = new Deadlines(coarse);
        coarse.sleep(Duration.ofMillis(20)); // now the coarse one is as late as it can be
        long start = ticker.nanos();
        ticking.deadline(expiries::incrementAndGet).set(Duration.ofMillis(35));
        while (expiries.get() == 0 && ticker.nanos() - start < 1_000_000_000) {
            coarse.sleep(Duration.ofMillis(20));
            ticking.sweep();
        }
        assertThat(Duration.ofNanos(ticker.nanos() - start)).isBetween(Duration.ofMillis(35), Duration.ofMillis(75));
    }
}
