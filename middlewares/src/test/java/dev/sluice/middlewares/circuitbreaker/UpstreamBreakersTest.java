package dev.sluice.middlewares.circuitbreaker;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sluice.core.Failure;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import org.junit.jupiter.api.Test;

class UpstreamBreakersTest implements GateContract {
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("http://b");
    private static final Handler ONLY_B =
            request -> request.upstream().orElseThrow().equals(B)
                    ? Exchanges.ok()
                    : Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL);

    private final UpstreamBreakers breakers = middleware();

    @Override
    public UpstreamBreakers middleware() {
        return new UpstreamBreakers(
                CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5")
                        .minimumRequests(1)
                        .build(),
                new ManualTicker());
    }

    private int exchange(Upstream upstream) {
        Response response = breakers.handle(get("/").withUpstream(upstream), ONLY_B);
        Exchanges.send(response);
        return response.status().code();
    }

    @Test
    void tripsForTheUpstreamThatFailsOnly() {
        assertEquals(502, exchange(A));
        assertEquals(503, exchange(A));
        assertEquals(200, exchange(B));
        assertInstanceOf(BreakerState.Tripped.class, breakers.states().get(A));
        assertEquals(new BreakerState.Standby(), breakers.states().get(B));
    }

    @Test
    void forgetsTheOneNotAskedForLongest() {
        exchange(A);
        for (int i = 0; i < 1_024; i++) {
            exchange(Upstream.of("http://u" + i));
        }
        assertEquals(1_024, breakers.states().size());
        assertEquals(502, exchange(A));
    }

    @Test
    void describesItself() {
        Gate gate = breakers;
        assertEquals("circuitBreaker(NetworkErrorRatio() > 0.5, per upstream)", gate.describe());
    }
}
