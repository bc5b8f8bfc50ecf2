package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Exchanges;
import io.helidon.http.Status;
import org.junit.jupiter.api.Test;

class ErrorRendererTest {
    private final Request request = Exchanges.get("/");

    private static Response problem(String text) {
        return Response.problem(Status.TOO_MANY_REQUESTS_429, Reason.RATE_LIMITED, text);
    }

    @Test
    void textIsWhatAStepAnswers() {
        Response problem = problem("too many\n");
        Response rendered = ErrorRenderer.text().rendered(request, problem);
        assertThat(rendered).isSameAs(problem);
        assertThat(rendered.fields()).isEqualTo(Fields.of("Content-Type", "text/plain; charset=utf-8"));
        assertThat(rendered.body().length()).isEqualTo(9);
        assertThat(rendered.body().available()).isEqualTo(9);
        assertThat(Exchanges.text(rendered.body().replay())).isEqualTo("too many\n");
        assertThat(Exchanges.text(rendered.body())).isEqualTo("too many\n");
    }

    @Test
    void jsonHasTitleStatusDetailAndReason() { // RFC 9457 §3.1
        Response problem = problem("max rate reached: \"retry\"\\in\t400ms é\n");
        Response rendered = ErrorRenderer.problemJson()
                .rendered(request, problem.withFields(problem.fields().with("Retry-After", "1")));
        assertThat(rendered.status().code()).isEqualTo(429);
        assertThat(rendered.fields().all("Content-Type")).containsExactly("application/problem+json");
        assertThat(rendered.fields().first("Retry-After")).contains("1");
        assertThat(rendered.provenance().reason()).isEqualTo("rate-limited");
        String json = Exchanges.text(rendered.body());
        assertThat(json)
                .isEqualTo(
                        "{\"title\":\"Too Many Requests\",\"status\":429,"
                                + "\"detail\":\"max rate reached: \\\"retry\\\"\\\\in\\u0009400ms é\",\"reason\":\"rate-limited\"}\n");
    }

    @Test
    void aFailureOfTheNetworkIsRenderedToo() {
        Response failed = Response.failed(new Failure.ConnectFailed("10.0.0.1:80 refused"), Provenance.LOCAL);
        String json = Exchanges.text(
                ErrorRenderer.problemJson().rendered(request, failed).body());
        assertThat(json)
                .contains("\"status\":502", "\"reason\":\"connect-failed\"")
                .doesNotContain("10.0.0.1");
    }

    @Test
    void whatIsNotAnErrorOfTheGatewayIsNeverTouched() {
        Response upstream = Response.of(Status.BAD_GATEWAY_502, "theirs");
        assertThat(ErrorRenderer.problemJson().rendered(request, upstream)).isSameAs(upstream);
        Response replaced = problem("ours").withBody(Body.of("a page of a step's own"));
        assertThat(ErrorRenderer.problemJson().rendered(request, replaced)).isSameAs(replaced);
    }

    @Test
    void theEndIsSharedWithTheErrorItRenders() {
        Exchanges.Outcomes outcomes = new Exchanges.Outcomes();
        Response problem = problem("too many\n").onEnd(outcomes);
        Exchanges.send(ErrorRenderer.problemJson().rendered(request, problem));
        assertThat(outcomes.only().ending()).isEqualTo(Outcome.Ending.SENT);
    }
}
