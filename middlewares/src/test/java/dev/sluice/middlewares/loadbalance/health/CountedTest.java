package dev.sluice.middlewares.loadbalance.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import io.helidon.http.Status;
import org.junit.jupiter.api.Test;

class CountedTest {
    @Test
    void aTunnelThatAMemberDoesNotHaveIsNoFailureOfIt() {
        Response refusal = Response.problem(Status.NOT_IMPLEMENTED_501, Reason.NO_TUNNEL, "");
        assertThat(Counted.ERRORS.isBad(refusal)).isFalse();
        assertThat(Counted.ERRORS.isBad(Response.of(Status.NOT_IMPLEMENTED_501)))
                .isTrue();
    }
}
