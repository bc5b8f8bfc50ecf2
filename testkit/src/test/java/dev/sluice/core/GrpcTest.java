package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Exchanges;
import io.helidon.http.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTest {
    private static final Fields CALL = Fields.of("Content-Type", "application/grpc+proto");

    /** A body of no bytes with trailers. */
    private record Trailed(Fields trailers) implements Body {
        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return -1;
        }
    }

    private static Request call(String timeout) {
        return Exchanges.request("POST", "/s/m", CALL.with("grpc-timeout", timeout), Body.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "application/grpc, true, false",
        "application/grpc+proto, true, false",
        "Application/GRPC;charset=x, true, false",
        "application/grpc-web, false, true",
        "application/grpc-web-text+proto, false, true",
        "application/json, false, false"
    })
    void knowsItsMessagesByTheirContentType(String type, boolean isNative, boolean web) {
        Fields fields = Fields.of("Content-Type", type);
        assertThat(Grpc.isNative(fields)).isEqualTo(isNative);
        assertThat(Grpc.isWeb(fields)).isEqualTo(web);
        assertThat(Grpc.isIn(fields)).isEqualTo(isNative || web);
    }

    @Test
    void readsTheStatusOfAHeadThatEndsTheResponse() {
        Response response = Response.of(Status.OK_200, CALL.with("grpc-status", "14"), Body.empty());
        assertThat(Grpc.status(response)).hasValue(14);
    }

    @Test
    void readsTheStatusOfTrailersWhateverBodyHasTakenThePlaceOfTheirs() {
        Response response = Response.of(Status.OK_200, CALL, new Trailed(Fields.of("grpc-status", "4")));
        assertThat(Grpc.status(response.withBody(Body.of("other")))).hasValue(4);
    }

    @Test
    void knowsNoStatusOfOtherResponses() {
        assertThat(Grpc.status(Response.of(Status.OK_200, Fields.of("grpc-status", "14"), Body.empty())))
                .isEmpty();
        assertThat(Grpc.status(Response.of(Status.OK_200, CALL, Body.empty()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "99", "-1", "x", "", "014", "4294967296"})
    void takesAStatusThatGrpcDoesNotKnowForUnknown(String status) {
        assertThat(Grpc.status(Fields.of("grpc-status", status))).hasValue(Grpc.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 200", "2, 200", "4, 504", "5, 200", "8, 200", "12, 200", "13, 500", "14, 503", "16, 200"})
    void countsFailuresOfServersAsHttpWould(int status, int counted) {
        Fields fields = CALL.with("grpc-status", Integer.toString(status));
        assertThat(Grpc.countedStatus(Response.of(Status.OK_200, fields, Body.empty())))
                .isEqualTo(counted);
    }

    @Test
    void countsOtherResponsesByTheirOwnStatus() {
        assertThat(Grpc.countedStatus(Response.of(Status.BAD_GATEWAY_502))).isEqualTo(502);
    }

    @Test
    void aClientsTimeoutIsADeadlineFromTheReceiptOfTheRequest() {
        assertThat(RequestDeadline.of(call("250m")))
                .contains(new RequestDeadline(Duration.ofMillis(250).toNanos()));
    }

    @ParameterizedTest
    @CsvSource({"1S, 1000", "5S, 2000"})
    void theEarlierOfAStepsDeadlineAndTheClientsCounts(String timeout, long millis) {
        RequestDeadline set = new RequestDeadline(Duration.ofSeconds(2).toNanos());
        Request request = call(timeout).with(Attributes.EMPTY.with(RequestDeadline.KEY, set));
        assertThat(RequestDeadline.of(request))
                .contains(new RequestDeadline(Duration.ofMillis(millis).toNanos()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "5", "5x", "123456789n", "-1S", "1.5S", "99999999H"})
    void timeoutsThatNobodyCanReadOrLiveToSeeAreNone(String timeout) {
        assertThat(RequestDeadline.of(call(timeout))).isEmpty();
    }

    @Test
    void timeoutsOfOtherRequestsAreNone() {
        Fields fields = Fields.of("grpc-timeout", "1S");
        assertThat(RequestDeadline.of(Exchanges.request("POST", "/", fields, Body.empty())))
                .isEmpty();
    }
}
