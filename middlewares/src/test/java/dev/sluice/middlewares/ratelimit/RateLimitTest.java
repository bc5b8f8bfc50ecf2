package dev.sluice.middlewares.ratelimit;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.getFrom;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.request;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Source;
import dev.sluice.core.time.Ticker;
import dev.sluice.model.Environment;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.RecordingHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RateLimitTest implements GateContract {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTicker ticker = new ManualTicker();

    @Override
    public Gate middleware() {
        return limit(options -> options.rate(Rate.of(10, SECOND)));
    }

    private RateLimit limit(UnaryOperator<RateLimitOptions.Builder> options) {
        return new RateLimit(options.apply(RateLimitOptions.builder()).build(), ticker);
    }

    private static int status(Gate limit, Request request) {
        Response response = limit.handle(request, next -> ok());
        send(response);
        return response.status().code();
    }

    @Test
    void isWrittenAsInThePackageComment() {
        Handler handler = RecordingHandler.ok();
        RateLimitOptions options = RateLimitOptions.builder()
                .rate(Rate.of(100, Duration.ofSeconds(1)).burst(200))
                .by(Source.header("X-Api-Key"))
                .build();
        Handler limited = new RateLimit(options, Ticker.system()).around(handler);
        assertThat(limited.handle(get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void admitsTheBurstThenOneRequestPerToken() {
        RateLimit limit = limit(options -> options.rate(Rate.of(2, SECOND).burst(3)));
        for (int i = 0; i < 3; i++) {
            assertThat(status(limit, get("/"))).isEqualTo(200);
        }
        assertThat(status(limit, get("/"))).isEqualTo(429);
        ticker.advance(Duration.ofMillis(500));
        assertThat(status(limit, get("/"))).isEqualTo(200);
        assertThat(status(limit, get("/"))).isEqualTo(429);
    }

    @Test
    void rejectsWithEverythingAClientNeedsToComeBackInTime() {
        RateLimit limit = limit(options ->
                options.rate(Rate.of(5, Duration.ofSeconds(2)).burst(1)).rate(Rate.of(1_000, Duration.ofHours(1))));
        status(limit, get("/"));
        Response response = limit.handle(get("/"), next -> ok());
        assertThat(response.status().code()).isEqualTo(429);
        assertThat(response.fields())
                .isEqualTo(Fields.of(
                        "Content-Type",
                        "text/plain; charset=utf-8",
                        "RateLimit-Policy",
                        "\"5/2s burst 1\";q=5;w=2, \"1000/1h0m0s\";q=1000;w=3600",
                        "Retry-After",
                        "1",
                        "X-Retry-In",
                        "400ms",
                        "RateLimit",
                        "\"5/2s burst 1\";r=0;t=1"));
        assertThat(response.provenance().reason()).isEqualTo("rate-limited");
        assertThat(send(response)).isEqualTo("max rate reached: retry-in 400ms");
    }

    @Test
    void roundsRetryAfterUpWhereOxySaysZero() {
        RateLimit limit = limit(options -> options.rate(Rate.of(1, Duration.ofMillis(1_200))));
        status(limit, get("/"));
        Fields rejected = limit.handle(get("/"), next -> ok()).fields();
        assertThat(rejected.first("Retry-After")).contains("2");
        assertThat(rejected.first("X-Retry-In")).contains("1.2s");
        assertThat(rejected.first("RateLimit-Policy")).contains("\"1/1.2s\";q=1");
    }

    @Test
    void countsIpv6ClientsApartWhereOxyCountsThemAllAsOne() {
        RateLimit limit = limit(options -> options.rate(Rate.of(1, SECOND)));
        assertThat(status(limit, getFrom("2001:db8:0:1::1", "/"))).isEqualTo(200);
        assertThat(status(limit, getFrom("2001:db8:0:2::1", "/"))).isEqualTo(200);
        assertThat(status(limit, getFrom("2001:db8:0:1::2", "/"))).isEqualTo(429);
    }

    @Test
    void doesNotGiveAnActiveClientANewBurstAsOxyDoes() {
        RateLimit limit = limit(options -> options.rate(Rate.of(1, SECOND).burst(100)));
        int admitted = 0;
        for (int second = 0; second < 1_000; second++) {
            while (status(limit, get("/")) == 200) {
                admitted++;
            }
            ticker.advance(SECOND);
        }
        assertThat(admitted).isEqualTo(100 + 999);
    }

    @Test
    void rejectsForeverWhatIsHeavierThanABurst() {
        RateLimit limit = limit(options -> options.rate(Rate.of(10, SECOND)).weight(request -> 11));
        Response response = limit.handle(get("/"), next -> ok());
        assertThat(response.status().code()).isEqualTo(429);
        assertThat(response.fields().contains("Retry-After")).isFalse();
        assertThat(send(response)).isEqualTo("max rate reached: a request of weight 11 is above the burst of 10");
    }

    @Test
    void takesTheWeightOfARequest() {
        RateLimit limit = limit(options -> options.rate(Rate.of(10, SECOND))
                .weight(request -> request.path().length()));
        assertThat(status(limit, get("/234567"))).isEqualTo(200);
        assertThat(status(limit, get("/234"))).isEqualTo(429);
        assertThat(status(limit, get("/23"))).isEqualTo(200);
    }

    @Test
    void takesANegativeWeightForTheBugItIs() {
        RateLimit limit = limit(options -> options.rate(Rate.of(10, SECOND)).weight(request -> -1));
        assertThatThrownBy(() -> limit.admit(get("/"))).hasMessage("weight must be 0 or more, is -1");
    }

    @Test
    void appliesTheRatesOfARequestAndTheDefaultsWhereItHasNone() {
        RateLimit limit = limit(options -> options.rate(Rate.of(1, SECOND))
                .ratesOf(request -> request.fields().contains("X-Gold") ? List.of(Rate.of(3, SECOND)) : List.of()));
        Request gold = request("GET", "/", Fields.of("X-Gold", "yes"), Body.empty());
        for (int i = 0; i < 3; i++) {
            assertThat(status(limit, gold)).isEqualTo(200);
        }
        assertThat(status(limit, gold)).isEqualTo(429);
        assertThat(status(limit, get("/"))).isEqualTo(200);
        assertThat(status(limit, get("/"))).isEqualTo(429);
    }

    @Test
    void sharesOneLimitBetweenTwoProxies() {
        RateLimiter limiter = new RateLimiter(List.of(Rate.of(2, SECOND)), 100, ticker);
        RateLimit one = limit(options -> options.shared(limiter));
        RateLimit other = limit(options -> options.shared(limiter));
        assertThat(status(one, get("/"))).isEqualTo(200);
        assertThat(status(other, get("/"))).isEqualTo(200);
        assertThat(status(one, get("/"))).isEqualTo(429);
        assertThat(status(other, get("/"))).isEqualTo(429);
    }

    @Test
    void sharesOneLimitBetweenStepsThatNameAnEqualOne() {
        Map<String, LongSupplier> gauges = new HashMap<>();
        Environment environment = Environment.of(
                        ticker,
                        action -> {
                            throw new AssertionError("a rate limit needs no timer");
                        },
                        new Random(1),
                        new Random(2))
                .withInstruments(gauges::putIfAbsent);
        Middleware one = named("api", environment);
        Middleware other = named("api", environment);
        Middleware another = named("web", environment);
        Middleware elsewhere = named("api", environment.withInstruments((name, value) -> {}));
        assertThat(code(one)).isEqualTo(200);
        assertThat(code(other)).isEqualTo(200);
        assertThat(code(one)).isEqualTo(429);
        assertThat(code(other)).isEqualTo(429);
        assertThat(code(another)).as("of another name").isEqualTo(200);
        assertThat(code(elsewhere)).as("in another environment").isEqualTo(200);
        assertThat(gauges).containsOnlyKeys("rateLimit.keys", "rateLimit.waiting");
        assertThat(gauges.get("rateLimit.keys").getAsLong()).isEqualTo(1);
        assertThat(gauges.get("rateLimit.waiting").getAsLong()).isZero();
    }

    private static Middleware named(String name, Environment environment) {
        RateLimitOptions options = RateLimitOptions.builder()
                .shared(SharedLimit.of(name, Rate.of(2, SECOND)))
                .build();
        return RateLimitType.TYPE.make(options, environment);
    }

    private static int code(Middleware limit) {
        return limit.handle(get("/"), request -> ok()).status().code();
    }

    @Test
    void aNamedLimitAloneHasNobodyToShareWith() {
        RateLimitOptions options = RateLimitOptions.builder()
                .shared(SharedLimit.of("api", Rate.of(2, SECOND)))
                .build();
        assertThat(RateLimitType.TYPE.describe(options)).isEqualTo("rateLimit(2/1s by clientIp(), shared as 'api')");
        assertThatThrownBy(() -> new RateLimit(options, ticker)).hasMessageContaining("shared 'api'");
    }

    @Test
    void holdsBackInsteadOfRejectingUpToALimit() {
        RateLimit limit =
                limit(options -> options.rate(Rate.of(10, SECOND).burst(1)).maxDelay(Duration.ofMillis(100)));
        assertThat(status(limit, get("/"))).isEqualTo(200);
        assertThat(status(limit, get("/"))).isEqualTo(200);
        assertThat(ticker.nanos()).isEqualTo(Duration.ofMillis(100).toNanos());
        assertThat(limit.waiting()).isZero();
    }

    @Test
    void reservesTheTokensOfTheRequestsItHoldsBack() {
        RateLimit[] self = new RateLimit[1];
        int[] inner = new int[1];
        self[0] = new RateLimit(
                RateLimitOptions.builder()
                        .rate(Rate.of(10, SECOND).burst(1))
                        .maxDelay(Duration.ofMillis(100))
                        .build(),
                new SleepingTicker(ticker, () -> inner[0] = status(self[0], get("/"))));
        assertThat(status(self[0], get("/"))).isEqualTo(200);
        assertThat(status(self[0], get("/"))).isEqualTo(200);
        assertThat(inner[0]).as("who came while another was held back").isEqualTo(429);
    }

    @Test
    void holdsBackOnlySoManyAtATime() {
        RateLimit[] self = new RateLimit[1];
        int[] inner = new int[1];
        self[0] = new RateLimit(
                RateLimitOptions.builder()
                        .rate(Rate.of(10, SECOND).burst(1))
                        .maxDelay(SECOND)
                        .maxWaiting(1)
                        .build(),
                new SleepingTicker(ticker, () -> inner[0] = status(self[0], get("/"))));
        status(self[0], get("/"));
        assertThat(status(self[0], get("/"))).isEqualTo(200);
        assertThat(inner[0]).isEqualTo(429);
        assertThat(self[0].waiting()).isZero();
    }

    @Test
    void describesItselfForExplain() {
        assertThat(limit(options ->
                                options.rate(Rate.of(100, SECOND).burst(200)).maxDelay(SECOND))
                        .describe())
                .isEqualTo("rateLimit(100/1s burst 200 by clientIp(), held back up to 1s)");
    }

    /** Does something while somebody sleeps. */
    private record SleepingTicker(ManualTicker time, Runnable meanwhile) implements Ticker {
        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public java.time.Instant now() {
            return time.now();
        }

        @Override
        public void sleep(Duration duration) {
            meanwhile.run();
            time.advance(duration);
        }

        @Override
        public boolean await(java.util.concurrent.CountDownLatch latch, Duration atMost) {
            throw new AssertionError("nobody waits for a latch here");
        }
    }
}
