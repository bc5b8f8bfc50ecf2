package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Failure.Side;
import io.helidon.http.Status;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 16: a fixed 499/502/503/504 map, and what of it oxy calls a network error. */
class FailureTest {
    static Stream<Arguments> map() {
        return Stream.of(
                row(new Failure.ConnectFailed("refused"), 502, "connect-failed", true, Sent.NOTHING),
                row(new Failure.TimedOut(Phase.POOL, Sent.NOTHING), 504, "timeout-pool", true, Sent.NOTHING),
                row(new Failure.TimedOut(Phase.CONNECT, Sent.NOTHING), 504, "timeout-connect", true, Sent.NOTHING),
                row(new Failure.TimedOut(Phase.TLS, Sent.NOTHING), 504, "timeout-tls", true, Sent.NOTHING),
                row(new Failure.TimedOut(Phase.RESPONSE, Sent.ALL), 504, "timeout-response", true, Sent.ALL),
                row(new Failure.TimedOut(Phase.BETWEEN_BYTES, Sent.ALL), 504, "timeout-between-bytes", true, Sent.ALL),
                row(new Failure.TimedOut(Phase.ATTEMPT, Sent.ALL), 504, "timeout-attempt", true, Sent.ALL),
                row(new Failure.TimedOut(Phase.ATTEMPT, Sent.NOTHING), 504, "timeout-attempt", true, Sent.NOTHING),
                row(new Failure.TimedOut(Phase.ATTEMPT, Sent.HEAD), 504, "timeout-attempt", false, Sent.HEAD),
                row(new Failure.TimedOut(Phase.TOTAL, Sent.ALL), 504, "timeout-total", true, Sent.ALL),
                row(new Failure.TimedOut(Phase.TOTAL, Sent.HEAD), 504, "timeout-total", false, Sent.HEAD),
                row(new Failure.TimedOut(Phase.TOTAL, Sent.NOTHING), 504, "timeout-total", false, Sent.NOTHING),
                row(new Failure.UpstreamBroken("reset", Sent.HEAD), 502, "upstream-broken", true, Sent.HEAD),
                row(new Failure.ClientGone(Sent.PART_OF_BODY), 499, "client-gone", false, Sent.PART_OF_BODY),
                row(broken(Status.BAD_REQUEST_400), 400, "client-broken", false, Sent.PART_OF_BODY),
                row(broken(Status.REQUEST_TIMEOUT_408), 408, "client-too-slow", false, Sent.PART_OF_BODY),
                row(new Failure.NoUpstream("none"), 503, "no-upstream", false, Sent.NOTHING),
                row(new Failure.Overloaded("pool"), 503, "overloaded", false, Sent.NOTHING),
                row(new Failure.DrainOver(Sent.ALL), 503, "drain-over", false, Sent.ALL),
                row(
                        new Failure.BodyTooLarge(Side.REQUEST, 9, Sent.NOTHING),
                        413,
                        "request-too-large",
                        false,
                        Sent.NOTHING),
                row(new Failure.BodyTooLarge(Side.RESPONSE, 9, Sent.ALL), 502, "response-too-large", false, Sent.ALL));
    }

    private static Failure broken(Status status) {
        return new Failure.ClientBroken(status, "detail");
    }

    private static Arguments row(Failure failure, int status, String reason, boolean network, Sent sent) {
        return Arguments.of(failure, status, reason, network, sent);
    }

    @ParameterizedTest(name = "{2} is {1}")
    @MethodSource("map")
    void everyFailureHasItsStatusReasonAndSide(Failure failure, int status, String reason, boolean network, Sent sent) {
        assertThat(failure.status().code()).isEqualTo(status);
        assertThat(failure.reason()).isEqualTo(reason).matches("[a-z-]+");
        assertThat(failure.network()).isEqualTo(network);
        assertThat(failure.sent()).isEqualTo(sent);
    }

    @Test
    void theMapNamesEveryKindOfFailure() {
        assertThat(map().<Class<?>>map(row -> row.get()[0].getClass()).distinct())
                .containsExactlyInAnyOrder(Failure.class.getPermittedSubclasses());
    }

    @Test
    void aTransferExceptionCarriesItWithoutAStackTrace() {
        Failure failure = new Failure.Overloaded("queue");
        TransferException exception = new TransferException(failure);
        assertThat(exception.failure()).isSameAs(failure);
        assertThat(exception.getStackTrace()).isEmpty();
    }
}
