package dev.sluice.middlewares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Middleware;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerType;
import dev.sluice.middlewares.circuitbreaker.LatencyTo;
import dev.sluice.middlewares.circuitbreaker.MemberBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.MemberBreakerType;
import dev.sluice.middlewares.circuitbreaker.MemberBreakers;
import dev.sluice.middlewares.circuitbreaker.Webhook;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.BalanceType;
import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.middlewares.loadbalance.rebalance.RebalanceType;
import dev.sluice.middlewares.loadbalance.rebalance.RebalancerOptions;
import dev.sluice.middlewares.loadbalance.sticky.CookieValue;
import dev.sluice.middlewares.loadbalance.sticky.SameSite;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.retry.RetryType;
import dev.sluice.middlewares.retry.RetryWhen;
import dev.sluice.model.Environment;
import dev.sluice.model.Place;
import dev.sluice.model.Step;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import dev.sluice.testkit.ManualTicker;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The steps of a pool as data: what is written reads as an equal value. */
class PoolTypesTest {
    private static final PoolSpec POOL = new PoolSpec(
            "api", List.of(new MemberSpec(Upstream.of("http://a"), 3), new MemberSpec(Upstream.of("http://b"), 1)));

    private static final StickyOptions STICKY = StickyOptions.builder()
            .cookie("route")
            .hash("pepper")
            .migrateFrom(CookieValue.raw())
            .path("/shop")
            .domain("example.com")
            .httpOnly(false)
            .secure(true)
            .maxAge(Duration.ofMinutes(2))
            .expires(Instant.parse("2027-01-31T00:00:00Z"))
            .sameSite(SameSite.STRICT)
            .build();

    private static final CircuitBreakerOptions BREAKER = CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5")
            .fallbackDuration(Duration.ofSeconds(1))
            .recoveryDuration(Duration.ofSeconds(2))
            .checkPeriod(Duration.ofMillis(3))
            .minimumRequests(4)
            .window(Duration.ofSeconds(5))
            .latencyWindow(Duration.ofSeconds(6))
            .latencyTo(LatencyTo.END)
            .redirectPreservingPath("https://b")
            .onTripped(Webhook.post("https://hook/", "text/plain", "{upstream}").withField("X-Key", "k"))
            .onStandby(Webhook.get("https://hook/"))
            .build();

    private static <O> Map<String, Object> written(PartType<O> type, O options) {
        Map<String, Object> data = new HashMap<>();
        for (OptionSpec<O, ?> option : type.options()) {
            if (option.isSet(options)) {
                data.put(option.key(), option.write(options));
            }
        }
        return data;
    }

    private static <O> void assertReadsAsWritten(PartType<O> type, O options) {
        Map<String, Object> data = written(type, options);
        assertThat(type.read(OptionValues.of(type, data))).as(data.toString()).isEqualTo(options);
    }

    private static <O extends Record> void assertNamesItsOptions(PartType<O> type, Class<O> options) {
        assertThat(type.options().stream().map(OptionSpec::name))
                .containsExactlyElementsOf(Arrays.stream(options.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void namesTheComponentsOfItsOptions() {
        assertNamesItsOptions(BalanceType.TYPE, BalanceOptions.class);
        assertNamesItsOptions(RebalanceType.TYPE, RebalancerOptions.class);
        assertNamesItsOptions(CircuitBreakerType.TYPE, CircuitBreakerOptions.class);
        assertNamesItsOptions(MemberBreakerType.TYPE, MemberBreakerOptions.class);
        assertNamesItsOptions(RetryType.TYPE, RetryOptions.class);
    }

    @Test
    void readsWhatItHasWritten() {
        assertReadsAsWritten(
                BalanceType.TYPE,
                BalanceOptions.builder(POOL)
                        .sticky(STICKY)
                        .health(PassiveHealth.builder()
                                .failures(1)
                                .ejection(Duration.ofSeconds(2))
                                .longest(Duration.ofSeconds(3))
                                .build())
                        .build());
        assertReadsAsWritten(
                BalanceType.TYPE, BalanceOptions.builder(POOL).noHealth().build());
        assertReadsAsWritten(
                RebalanceType.TYPE,
                RebalancerOptions.builder(POOL).backoff(Duration.ofSeconds(1)).build());
        assertReadsAsWritten(CircuitBreakerType.TYPE, BREAKER);
        assertReadsAsWritten(
                CircuitBreakerType.TYPE,
                CircuitBreakerOptions.builder("RequestThreshold() > 1")
                        .respond(503, "application/json", "{}")
                        .build());
        assertReadsAsWritten(MemberBreakerType.TYPE, new MemberBreakerOptions(POOL, BREAKER));
        assertReadsAsWritten(
                RetryType.TYPE,
                RetryOptions.builder("IsNetworkError() && Attempts() < 3")
                        .maxAttempts(2)
                        .retryNonIdempotent()
                        .budget(1, 2)
                        .deadline(Duration.ofSeconds(3))
                        .backoff(Duration.ofMillis(4), Duration.ofMillis(5))
                        .honourRetryAfter(Duration.ofSeconds(6))
                        .build());
    }

    @Test
    void usesTheDefaultsOfItsBuilderForWhatIsNotGiven() {
        assertThat(written(BalanceType.TYPE, BalanceOptions.builder(POOL).build()))
                .containsOnlyKeys("pool");
        assertThat(written(RebalanceType.TYPE, RebalancerOptions.builder(POOL).build()))
                .containsOnlyKeys("pool");
        assertThat(written(
                        CircuitBreakerType.TYPE,
                        CircuitBreakerOptions.builder("RequestThreshold() > 1").build()))
                .containsOnlyKeys("condition");
        assertThat(written(
                        RetryType.TYPE,
                        RetryOptions.builder(RetryWhen.networkError()).build()))
                .containsOnlyKeys("condition");
    }

    @Test
    void writesAPoolAsNameAndMembers() {
        assertThat(written(RebalanceType.TYPE, RebalancerOptions.builder(POOL).build())
                        .get("pool"))
                .isEqualTo(Map.of(
                        "name",
                        "api",
                        "members",
                        List.of(Map.of("upstream", "http://a", "weight", 3), Map.of("upstream", "http://b"))));
    }

    @Test
    void doesNotWriteALivePoolNorCode() {
        assertThatThrownBy(() -> written(
                        BalanceType.TYPE,
                        BalanceOptions.builder(Pool.of("http://a")).build()))
                .isInstanceOf(OpaqueValueException.class)
                .hasMessageContaining("live pool [http://a]");
        assertThatThrownBy(() -> written(
                        CircuitBreakerType.TYPE,
                        CircuitBreakerOptions.builder("RequestThreshold() > 1")
                                .onTripped(event -> {})
                                .build()))
                .isInstanceOf(OpaqueValueException.class);
    }

    @Test
    void stepsOfOneSpecShareItsPool() {
        Environment environment = Environments.at(new ManualTicker());
        MemberBreakerOptions options = new MemberBreakerOptions(POOL, BREAKER);
        Middleware breakers = new Step<>(MemberBreakerType.TYPE, options, Place.UNKNOWN)
                .type()
                .make(options, environment);
        assertThat(POOL.in(environment).judges(MemberBreakers.class)).containsExactly((MemberBreakers) breakers);
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(StepType.class).stream().map(ServiceLoader.Provider::type))
                .contains(
                        BalanceType.class,
                        RebalanceType.class,
                        CircuitBreakerType.class,
                        MemberBreakerType.class,
                        RetryType.class);
    }

    @Test
    void readsPoolsFromDataOfAPerson() {
        Map<String, Object> data = Map.of(
                "pool", Map.of("members", List.of(Map.of("upstream", "http://a"))), "sticky", Map.of("value", "raw"));
        BalanceOptions options = BalanceType.TYPE.read(OptionValues.of(BalanceType.TYPE, data));
        assertThat(options.pool()).isEqualTo(PoolSpec.of("http://a"));
        assertThat(options.sticky().orElseThrow().value()).isEqualTo(CookieValue.raw());
        assertThatThrownBy(() -> BalanceType.TYPE.read(OptionValues.of(
                        BalanceType.TYPE, Map.of("pool", Map.of("members", List.of(Map.of("upstream", "ftp://a")))))))
                .hasMessageContaining("ftp://a");
    }
}
