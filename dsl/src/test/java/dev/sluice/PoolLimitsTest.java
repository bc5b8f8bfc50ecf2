package dev.sluice;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.pathPrefix;
import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.SimulatedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A limit of a pool is one for all routes that use it, and stands before the pick. */
class PoolLimitsTest {
    private final List<Integer> statuses = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);

    private Environment environment() {
        SimulatedTime time = new SimulatedTime();
        return Environment.of(time, time, random, random);
    }

    @Test
    void aLimitOfAPoolHoldsForAllItsRoutesAndMembersTogether() {
        Gateway[] gateway = new Gateway[1];
        gateway[0] = gateway(g -> g.pool(
                                "api",
                                p -> p.member("http://a").member("http://b").adaptiveConcurrency(a -> a.fixed(1)))
                        .route("one", pathPrefix("/one"), r -> r.forwardTo("api"))
                        .route("two", pathPrefix("/two"), r -> r.forwardTo("api")))
                .in(environment().withNetwork(request -> nested(gateway[0], request)));
        assertThat(gateway[0].handle(get("/one")).status().code()).isEqualTo(200);
        assertThat(statuses).as("while the first is in flight").containsExactly(503);
    }

    private Response nested(Gateway gateway, Request request) {
        if (request.target().equals("/one")) {
            statuses.add(gateway.handle(get("/two")).status().code());
        }
        return Exchanges.ok();
    }

    @Test
    void whatLimitsAPoolStandsBeforeThePick() {
        String plan = gateway(g -> g.pool(
                                "api",
                                p -> p.member("http://a").adaptiveConcurrency().admissionControl())
                        .otherwise(r -> r.forwardTo("api")))
                .explain();
        assertThat(plan.indexOf("adaptiveConcurrency(gradient")).isPositive().isLessThan(plan.indexOf("balance("));
        assertThat(plan.indexOf("admissionControl(50 %"))
                .isGreaterThan(plan.indexOf("adaptiveConcurrency("))
                .isLessThan(plan.indexOf("balance("));
    }
}
