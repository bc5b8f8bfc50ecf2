package dev.sluice.middlewares.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTicker ticker = new ManualTicker();

    private RateLimiter limiter(int capacity, Rate... rates) {
        return new RateLimiter(List.of(rates), capacity, ticker);
    }

    @Test
    void doesNotDriftOverAMillionSeconds() {
        RateLimiter limiter = limiter(1, Rate.of(7, Duration.ofSeconds(3)).burst(1_000));
        assertThat(limiter.tryTake("k", 1_000)).isTrue();
        long taken = 0;
        Duration step = Duration.ofMillis(997);
        Duration all = Duration.ofSeconds(1_000_000);
        for (Duration at = step; at.compareTo(all) <= 0; at = at.plus(step)) {
            ticker.advance(step);
            while (limiter.tryTake("k", 1)) {
                taken++;
            }
        }
        assertThat(taken).isEqualTo(ticker.nanos() * 7 / Duration.ofSeconds(3).toNanos());
    }

    @Property(tries = 200)
    void givesExactlyWhatTheRateSaysWhateverTheSteps(
            @ForAll @IntRange(min = 1, max = 1_000) int tokens,
            @ForAll @IntRange(min = 1, max = 100_000) int periodMicros,
            @ForAll @Size(100) List<@IntRange(max = 50_000) Integer> stepMicros) {
        ManualTicker time = new ManualTicker();
        Rate rate = Rate.of(tokens, Duration.ofNanos(periodMicros * 1_000L)).burst(1_000_000_000);
        RateLimiter limiter = new RateLimiter(List.of(rate), 1, time);
        assertThat(limiter.tryTake("k", 1_000_000_000)).isTrue();
        long taken = 0;
        for (int micros : stepMicros) {
            time.advance(Duration.ofNanos(micros * 1_000L + 7));
            long could = time.nanos() * tokens / rate.period().toNanos() - taken;
            assertThat(limiter.tryTake("k", could + 1)).isFalse();
            assertThat(limiter.tryTake("k", could)).isTrue();
            taken += could;
        }
    }

    @Test
    void takesFromAllRatesOrFromNone() {
        RateLimiter limiter = limiter(1, Rate.of(10, SECOND), Rate.of(15, Duration.ofMinutes(1)));
        assertThat(limiter.tryTake("k", 10)).isTrue();
        ticker.advance(SECOND);
        assertThat(limiter.tryTake("k", 6)).as("only 5 are left of the minute").isFalse();
        assertThat(limiter.tryTake("k", 5))
                .as("the second's tokens were not touched")
                .isTrue();
    }

    @Test
    void forgetsTheLeastRecentlyUsedKeyAtCapacity() {
        RateLimiter limiter = limiter(2, Rate.of(1, Duration.ofHours(1)));
        assertThat(limiter.tryTake("a", 1)).isTrue();
        assertThat(limiter.tryTake("b", 1)).isTrue();
        assertThat(limiter.tryTake("a", 1)).as("a is used again").isFalse();
        assertThat(limiter.tryTake("c", 1)).isTrue();
        assertThat(limiter.tryTake("a", 1)).as("still known").isFalse();
        assertThat(limiter.tryTake("b", 1)).as("forgotten").isTrue();
        assertThat(limiter.size()).isEqualTo(2);
    }

    @Test
    void forgetsKeysWhoseBucketsAreFullAgain() {
        RateLimiter limiter = limiter(200, Rate.of(1, SECOND));
        IntStream.range(0, 100).forEach(i -> limiter.tryTake("client " + i, 1));
        ticker.advance(Duration.ofSeconds(2));
        IntStream.range(0, 200).forEach(i -> limiter.tryTake("survivor", 1));
        assertThat(limiter.size()).isEqualTo(1);
    }

    @Test
    void neverRemembersMoreKeysThanItsCapacity() {
        RateLimiter limiter = limiter(1_000, Rate.of(1, Duration.ofHours(1)));
        IntStream.range(0, 10_000).forEach(i -> limiter.tryTake("client " + i, 1));
        assertThat(limiter.size()).isBetween(700, 1_000);
    }

    @Test
    void tellsLongKeysApartWithoutKeepingThem() {
        RateLimiter limiter = limiter(10, Rate.of(1, SECOND));
        String long1 = "x".repeat(10_000) + "1";
        assertThat(limiter.tryTake(long1, 1)).isTrue();
        assertThat(limiter.tryTake(long1, 1)).isFalse();
        assertThat(limiter.tryTake("x".repeat(10_000) + "2", 1)).isTrue();
        assertThat(BucketTable.key(long1, new RatePlan(List.of(Rate.of(1, SECOND))))
                        .source())
                .hasSize(64);
    }

    @Test
    void givesNothingWhenTimeSeemsToGoBack() {
        Bucket bucket = new Bucket(new RatePlan(List.of(Rate.of(1, SECOND))), 5_000_000_000L);
        assertThat(bucket.take(1, 5_000_000_000L, 0).granted()).isTrue();
        assertThat(bucket.take(1, 4_000_000_000L, 0).granted()).isFalse();
        assertThat(bucket.take(1, 5_999_999_999L, 0).granted()).isFalse();
        assertThat(bucket.take(1, 6_000_000_000L, 0).granted()).isTrue();
    }

    @Test
    void staysExactAtTheEdgeOfItsArithmetic() {
        Rate largest = Rate.of(999_999_937, SECOND).burst(Pace.MOST_GRAINS / 1_000_000_000);
        Bucket bucket = new Bucket(new RatePlan(List.of(largest)), Long.MIN_VALUE / 4);
        assertThat(bucket.take(largest.burst(), Long.MIN_VALUE / 4, 0).granted())
                .isTrue();
        assertThat(bucket.take(1, Long.MIN_VALUE / 4, 0).granted()).isFalse();
        assertThat(bucket.take(largest.burst(), Long.MAX_VALUE / 4, 0).granted())
                .isTrue();
        long patience = Duration.ofMinutes(5).toNanos();
        while (bucket.take(largest.burst(), Long.MAX_VALUE / 4, patience).granted()) {
            // into debt, as deep as it lets us
        }
        assertThat(bucket.take(1, Long.MAX_VALUE / 4, 0).granted()).isFalse();
    }

    @Test
    void neverExceedsTheRateByOneTokenUnderConcurrency() throws InterruptedException {
        int threads = 8;
        int steps = 20_000;
        RateLimiter limiter = limiter(1_000, Rate.of(1_000, SECOND).burst(50));
        AtomicLong[] taken = Stream.generate(AtomicLong::new).limit(4).toArray(AtomicLong[]::new);
        Thread[] all = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            all[t] = Thread.ofPlatform().start(() -> {
                for (int step = 0; step < steps; step++) {
                    int key = step % taken.length;
                    if (limiter.tryTake("key " + key, 1)) {
                        taken[key].incrementAndGet();
                    }
                    ticker.advance(Duration.ofNanos(10_000));
                }
            });
        }
        for (Thread thread : all) {
            thread.join();
        }
        long most = 50 + ticker.nanos() / 1_000_000;
        for (AtomicLong key : taken) {
            assertThat(key.get()).isBetween(most / 2, most);
        }
    }

    @Test
    void givesTheBurstAndNotATokenMoreWhileTimeStandsStill() throws InterruptedException {
        RateLimiter limiter = limiter(1, Rate.of(1_000, SECOND));
        AtomicLong taken = new AtomicLong();
        Thread[] all = new Thread[8];
        for (int t = 0; t < all.length; t++) {
            all[t] = Thread.ofPlatform().start(() -> {
                for (int step = 0; step < 1_000; step++) {
                    if (limiter.tryTake("k", 1)) {
                        taken.incrementAndGet();
                    }
                }
            });
        }
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(taken).hasValue(1_000);
    }

    @Test
    void namesTheOptionAndTheValueItRefuses() {
        assertThatThrownBy(() -> Rate.of(0, SECOND)).hasMessage("tokens of a rate must be 1 or more, is 0");
        assertThatThrownBy(() -> new Rate(0, SECOND.negated(), -1)).hasMessage("""
                tokens of a rate must be 1 or more, is 0
                period of a rate must be above 0 and up to 366 days, is PT-1S
                burst of a rate must be 1 or more, is -1""");
        assertThatThrownBy(() -> Rate.of(1, Duration.ZERO))
                .hasMessage("period of a rate must be above 0 and up to 366 days, is PT0S");
        assertThatThrownBy(() -> Rate.of(1, SECOND).burst(-1)).hasMessage("burst of a rate must be 1 or more, is -1");
        assertThatThrownBy(() -> Rate.of(1, Duration.ofDays(366)).burst(1_000))
                .hasMessageContaining("is too large to count exactly");
        assertThatThrownBy(() -> limiter(0, Rate.of(1, SECOND))).hasMessage("capacity must be 1 or more, is 0");
        assertThatThrownBy(() -> limiter(1)).hasMessage("rates must not be empty");
        RateLimitOptions.Builder builder = RateLimitOptions.builder().rate(Rate.of(1, SECOND));
        assertThatThrownBy(() -> builder.maxDelay(Duration.ofHours(1)).build())
                .hasMessage("maxDelay must be 0 to 5 minutes, is PT1H");
        assertThatThrownBy(() -> builder.maxDelay(SECOND).maxWaiting(0).build())
                .hasMessage("maxWaiting must be 1 or more, is 0");
        assertThatThrownBy(() -> builder.maxWaiting(1)
                        .shared(RateLimiter.of(new ManualTicker(), Rate.of(1, SECOND)))
                        .build())
                .hasMessage("rates and shared cannot both be given, rates are [1/1s]");
    }

    @Test
    void printsDurationsAsGoDoes() {
        assertThat(Stream.of("PT0S", "PT0.0001S", "PT0.4S", "PT1S", "PT1.5S", "PT1.05S", "PT1M40S", "PT61.25S", "PT25H")
                        .map(Duration::parse)
                        .map(GoDuration::text))
                .containsExactly("0s", "1ms", "400ms", "1s", "1.5s", "1.05s", "1m40s", "1m1.25s", "25h0m0s");
    }

    @ParameterizedTest
    @CsvSource({
        "100/1s,           100, PT1S,    100",
        "100/s,            100, PT1S,    100",
        "100 / 1m,         100, PT1M,    100",
        "5/1m 30s burst 7, 5,   PT1M30S, 7",
        "5/250ms  burst 1, 5,   PT0.25S, 1",
    })
    void isReadAsItIsWrittenWhereItIsNotJava(String text, long tokens, Duration period, long burst) {
        assertThat(Rate.parse(text)).isEqualTo(new Rate(tokens, period, burst));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "100", "100/", "/1s", "100/1x", "100/1s burst", "1e3/1s", "-1/1s", "9999999999999999999/s"})
    void saysHowARateIsWritten(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void aRateSurvivesBeingWritten(
            @ForAll @LongRange(min = 1, max = 1_000_000) long tokens,
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long nanos,
            @ForAll @LongRange(min = 1, max = 1_000_000) long burst) {
        Rate rate = new Rate(tokens, Duration.ofNanos(nanos), burst);
        assertThat(Rate.parse(rate.written())).isEqualTo(rate);
    }
}
