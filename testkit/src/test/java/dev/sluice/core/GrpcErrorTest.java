package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure.Phase;
import dev.sluice.core.Failure.Sent;
import dev.sluice.testkit.Exchanges;
import io.helidon.http.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcErrorTest {
    private static Request call(String type) {
        return Exchanges.request("POST", "/s/m", Fields.of("Content-Type", type), Body.empty());
    }

    private static Response rendered(Response error) {
        return ErrorRenderer.problemJson().rendered(call("application/grpc+proto"), error);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 2", "401, 16", "403, 7", "404, 12", "405, 2", "408, 2", "413, 8", "429, 8", "431, 8", "499, 1", "500, 13",
        "501, 12", "502, 14", "503, 14", "504, 14", "508, 2"
    })
    void errorsOfTheGatewayAreStatusesOfTheCall(int http, String grpc) {
        Response response = rendered(Response.problem(Status.create(http), "why", "What happened\n"));
        assertThat(response.status()).isEqualTo(Status.OK_200);
        assertThat(response.fields().all("Content-Type")).containsExactly("application/grpc");
        assertThat(response.fields().all("grpc-status")).containsExactly(grpc);
        assertThat(response.fields().first("grpc-message")).contains("What happened");
        assertThat(response.body().length()).isZero();
        assertThat(response.provenance().reason()).isEqualTo("why");
    }

    @ParameterizedTest
    @CsvSource({"TOTAL, 4", "ATTEMPT, 14", "RESPONSE, 14", "CONNECT, 14"})
    void onlyTheTimeOfTheCallIsItsDeadline(Phase phase, String status) {
        Response response = rendered(Response.failed(new Failure.TimedOut(phase, Sent.ALL), Provenance.LOCAL));
        assertThat(response.fields().first("grpc-status")).contains(status);
        assertThat(response.failure()).contains(new Failure.TimedOut(phase, Sent.ALL));
    }

    @Test
    void keepsTheOtherFieldsOfTheError() {
        Response error = Response.problem(Status.TOO_MANY_REQUESTS_429, "rate-limited", "Slowly\n");
        Response response = rendered(error.withFields(error.fields().with("Retry-After", "3")));
        assertThat(response.fields().first("Retry-After")).contains("3");
    }

    @Test
    void writesItsMessageInPercentEncoding() {
        Response response = rendered(Response.problem(Status.NOT_FOUND_404, "no-route", "100 % für\nSie~"));
        assertThat(response.fields().first("grpc-message")).contains("100 %25 f%C3%BCr%0ASie~");
    }

    @Test
    void answersAClientOfGrpcWebInItsOwnType() {
        Response error = Response.problem(Status.NOT_FOUND_404, "no-route", "Not Found\n");
        Response response = ErrorRenderer.text().rendered(call("application/grpc-web-text"), error);
        assertThat(response.fields().first("Content-Type")).contains("application/grpc-web-text");
        assertThat(response.fields().first("grpc-status")).contains("12");
    }

    @Test
    void leavesErrorsOfUpstreamsAndForOthersAlone() {
        Response upstreams = Response.of(Status.NOT_FOUND_404, "no such thing");
        assertThat(rendered(upstreams)).isSameAs(upstreams);
        Response own = Response.problem(Status.NOT_FOUND_404, "no-route", "Not Found\n");
        assertThat(ErrorRenderer.text().rendered(Exchanges.get("/"), own)).isSameAs(own);
    }
}
