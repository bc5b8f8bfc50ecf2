package dev.sluice.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {
    private static final Map<String, Set<String>> KNOWN =
            Map.of("requests_total", Set.of("route", "job"), "time_bucket", Set.of("le", "job"));

    @Test
    void namesAreFoundAmongFunctionsRangesAndText() {
        PromQl expression = PromQl.of("""
                histogram_quantile(0.99, sum by (job, le) (rate(time_bucket{job="a b", le!~"x{y}"}[5m])))
                  / on (job) group_left (route) (requests_total > bool 14.4 unless requests_total offset 15m) * 1e3""");

        assertThat(expression.metrics())
                .isEqualTo(Map.of("time_bucket", Set.of("job", "le"), "requests_total", Set.of()));
        assertThat(expression.grouping()).containsExactly("job", "le", "route");
        assertThat(expression.unknown(KNOWN)).isEmpty();
    }

    @Test
    void whatIsInNoTableIsTold() {
        assertThat(PromQl.of("sum by (path) (requests_total{host=\"a\"}) or wishes")
                        .unknown(KNOWN))
                .containsExactly("requests_total{host}", "wishes", "by path");
    }
}
