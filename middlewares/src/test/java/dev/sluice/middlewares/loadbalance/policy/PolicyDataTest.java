package dev.sluice.middlewares.loadbalance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Source;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.BalanceType;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.model.option.OptionType;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyDataTest {
    private static final OptionType<BalancerSpec> TYPE = BalancerSpec.option();

    static Stream<BalancerSpec> policies() {
        return Stream.of(
                new BalancerSpec.RoundRobin(),
                new BalancerSpec.Random(),
                new BalancerSpec.LeastRequests(),
                new BalancerSpec.LeastTime(),
                new BalancerSpec.PowerOfTwo(),
                new BalancerSpec.First(),
                new BalancerSpec.Hash(Source.cookie("SID"), 125));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aPolicyIsReadAsItIsWritten(BalancerSpec policy) {
        assertThat(TYPE.read(TYPE.write(policy))).isEqualTo(policy);
    }

    @Test
    void aPolicyWithoutOptionsIsItsName() {
        assertThat(TYPE.read("least-requests")).isEqualTo(new BalancerSpec.LeastRequests());
        assertThat(TYPE.read(Map.of("hash", Map.of("by", "header(X-User)"))))
                .isEqualTo(new BalancerSpec.Hash(Source.header("X-User"), 0));
        assertThatThrownBy(() -> TYPE.read("least"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("least-requests");
    }

    @Test
    void namesTheCapturesThatPolicyAndSubsetRead() {
        BalanceOptions options = BalanceOptions.builder(PoolSpec.of("http://a"))
                .policy(new BalancerSpec.Hash(Source.capture("tenant"), 0))
                .subset(Subset.builder().by("zone", Source.capture("zone")).build())
                .build();
        assertThat(BalanceType.TYPE.captures(options)).containsExactlyInAnyOrder("tenant", "zone");
    }
}
