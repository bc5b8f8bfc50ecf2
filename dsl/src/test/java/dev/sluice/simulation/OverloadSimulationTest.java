package dev.sluice.simulation;

import static dev.sluice.Sluice.pathPrefix;
import static dev.sluice.Sluice.proxy;
import static dev.sluice.simulation.OverloadedUpstream.CAPACITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ProxyBuilder;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyOptions;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyType;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An upstream of fixed capacity to which three times as much is offered. What it should do at best is found by trying fixed
 * limits in the same simulation. {@code docs/middlewares/adaptiveconcurrency.md} has these figures.
 */
class OverloadSimulationTest {
    private static final long SEED = 20260101;
    private static final double OFFERED = 3 * CAPACITY;

    /** Of the upstream at a tenth of its capacity, in milliseconds. */
    private static double unloadedP99;

    /** Of the best fixed limit, in answers a second. */
    private static double bestGoodput;

    @BeforeAll
    static void tryFixedLimits() {
        OverloadedUpstream unloaded = behind(program -> program).run(20, at -> CAPACITY / 10);
        unloadedP99 = unloaded.p99(0, 20);
        bestGoodput = Stream.of(6, 8, 10, 12, 14, 16, 20, 24, 28)
                .map(limit -> adaptive(options -> options.fixed(limit)).run(12, at -> OFFERED))
                .filter(fixed -> fixed.p99(2, 12) <= 3 * unloadedP99)
                .mapToDouble(fixed -> fixed.goodput(2, 12))
                .max()
                .orElseThrow();
    }

    private static OverloadedUpstream behind(UnaryOperator<ProxyBuilder> steps) {
        return new OverloadedUpstream(
                SEED, environment -> steps.apply(proxy()).forward("http://a").in(environment));
    }

    private static OverloadedUpstream adaptive(Consumer<AdaptiveConcurrencyOptions.Builder> options) {
        return behind(program -> program.adaptiveConcurrency(options));
    }

    static List<Arguments> algorithms() {
        Consumer<AdaptiveConcurrencyOptions.Builder> gradient = AdaptiveConcurrencyOptions.Builder::gradient;
        Consumer<AdaptiveConcurrencyOptions.Builder> aimd = options -> options.aimd(Duration.ofMillis(40));
        return List.of(Arguments.of("gradient", gradient), Arguments.of("aimd", aimd));
    }

    /** Says the figures, and holds them to the bounds of an upstream that is used as well as it can be. */
    private static void assertWell(OverloadedUpstream upstream, int from, int to, double share) {
        double goodput = upstream.goodput(from, to);
        double p99 = upstream.p99(from, to);
        System.out.printf("%d..%d s: %.0f answers/s, p99 %.1f ms%n", from, to, goodput, p99);
        assertThat(goodput).as("answers a second").isGreaterThanOrEqualTo(0.9 * share * bestGoodput);
        assertThat(p99).as("p99 in ms").isLessThanOrEqualTo(3 * unloadedP99);
    }

    @Test
    void theUpstreamAloneDrownsInItsQueue() {
        OverloadedUpstream alone = behind(program -> program).run(5, at -> OFFERED);
        assertThat(alone.p99(0, 5)).isGreaterThan(100 * unloadedP99);
        System.out.printf("unloaded p99 %.1f ms, best fixed limit %.0f answers/s%n", unloadedP99, bestGoodput);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("algorithms")
    void doesNearlyAsWellAsTheBestFixedLimit(String name, Consumer<AdaptiveConcurrencyOptions.Builder> options) {
        OverloadedUpstream upstream = adaptive(options).run(70, at -> OFFERED);
        assertWell(upstream, 2, 70, 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("algorithms")
    void followsACapacityThatHalvesAndComesBack(String name, Consumer<AdaptiveConcurrencyOptions.Builder> options) {
        OverloadedUpstream upstream = adaptive(options);
        upstream.at(20, () -> upstream.places(5))
                .at(40, () -> upstream.places(10))
                .run(60, at -> OFFERED);
        assertWell(upstream, 10, 20, 1);
        assertWell(upstream, 22, 40, 0.5);
        assertWell(upstream, 42, 60, 1);
    }

    /** When it is quick again, answers are many at once; latency follows when the baseline has become old, after a minute. */
    @Test
    void theGradientFollowsAnUpstreamThatBecomesSlowerItselfAndQuickAgain() {
        OverloadedUpstream upstream = adaptive(AdaptiveConcurrencyOptions.Builder::gradient);
        upstream.at(20, () -> upstream.serviceMillis(60))
                .at(50, () -> upstream.serviceMillis(20))
                .run(125, at -> OFFERED);
        System.out.printf("slower: %.0f answers/s, p99 %.1f ms%n", upstream.goodput(25, 50), upstream.p99(25, 50));
        assertThat(upstream.goodput(25, 50)).isGreaterThanOrEqualTo(0.85 * bestGoodput / 3);
        assertThat(upstream.p99(25, 50)).isLessThanOrEqualTo(3 * 3 * unloadedP99);
        assertThat(upstream.goodput(52, 70)).isGreaterThanOrEqualTo(0.9 * bestGoodput);
        assertWell(upstream, 115, 125, 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("algorithms")
    void refusesNobodyBelowTheCapacity(String name, Consumer<AdaptiveConcurrencyOptions.Builder> options) {
        OverloadedUpstream upstream = adaptive(options).run(130, at -> 0.7 * CAPACITY);
        assertThat(upstream.count(0, 130, one -> one.status() != 200)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("algorithms")
    void doesNotDriftWithoutTraffic(String name, Consumer<AdaptiveConcurrencyOptions.Builder> options) {
        AdaptiveConcurrencyOptions.Builder step = AdaptiveConcurrencyOptions.builder();
        options.accept(step);
        OverloadedUpstream upstream = new OverloadedUpstream(
                SEED,
                environment -> AdaptiveConcurrencyType.TYPE
                        .make(step.build(), environment)
                        .around(environment.network().orElseThrow()));
        long[] limits = new long[2];
        upstream.at(9, () -> limits[0] = upstream.gauge("adaptiveConcurrency.limit"))
                .at(69, () -> limits[1] = upstream.gauge("adaptiveConcurrency.limit"))
                .run(80, at -> at.toSeconds() < 8 || at.toSeconds() >= 70 ? OFFERED : 1);
        assertThat(limits[0]).isGreaterThan(10);
        assertThat(limits[1]).isEqualTo(limits[0]);
        assertWell(upstream, 72, 80, 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("algorithms")
    void keepsNormalRequestsWholeByRefusingReports(String name, Consumer<AdaptiveConcurrencyOptions.Builder> options) {
        OverloadedUpstream upstream = adaptive(
                        options.andThen(priorities -> priorities.sheddable(pathPrefix("/reports"))))
                .withReports(75)
                .run(30, at -> 2 * CAPACITY);
        double normal = upstream.count(5, 30, one -> one.path().equals("/"));
        double served = upstream.count(5, 30, one -> one.path().equals("/") && one.status() == 200);
        System.out.printf("normal requests served: %.2f %%%n", 100 * served / normal);
        assertThat(served / normal).isGreaterThan(0.98);
        assertThat(upstream.goodput(5, 30)).isGreaterThan(0.8 * bestGoodput);
    }

    @ParameterizedTest(name = "successPercent {0}")
    @ValueSource(ints = {50, 80, 90})
    void admissionControlRelievesAnUpstreamThatRefusesByItself(int percent) {
        OverloadedUpstream upstream = behind(program -> program.admissionControl(
                        options -> options.successPercent(percent).window(Duration.ofSeconds(10))))
                .refusingAbove(10)
                .run(40, at -> OFFERED);
        assertWell(upstream, 2, 40, 1);
        double sent = upstream.attempts / 40.0;
        System.out.printf("sent to the upstream: %.0f requests/s%n", sent);
        assertThat(sent).isLessThan(1.1 * bestGoodput * 100 / percent);
    }

    @Test
    void runsTheSameWayTwice() {
        OverloadedUpstream once =
                adaptive(AdaptiveConcurrencyOptions.Builder::gradient).run(5, at -> OFFERED);
        OverloadedUpstream again =
                adaptive(AdaptiveConcurrencyOptions.Builder::gradient).run(5, at -> OFFERED);
        assertThat(again.seen).isEqualTo(once.seen);
    }
}
