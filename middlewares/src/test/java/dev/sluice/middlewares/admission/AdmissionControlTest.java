package dev.sluice.middlewares.admission;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.core.Failure;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.middlewares.Notes;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdmissionControlTest implements GateContract {
    private final ManualTicker ticker = new ManualTicker();
    private final SplittableRandom random = new SplittableRandom(1);

    @Override
    public Gate middleware() {
        return control(defaults());
    }

    private AdmissionControl control(AdmissionControlOptions.Builder options) {
        return new AdmissionControl(options.build(), ticker, random);
    }

    private static AdmissionControlOptions.Builder defaults() {
        return AdmissionControlOptions.builder();
    }

    private static AdmissionControlOptions.Builder always() {
        return defaults().minRate(0).maxRefusedPercent(100);
    }

    private static void answers(AdmissionControl control, int count, Status status) {
        for (int i = 0; i < count; i++) {
            send(control.handle(get("/"), next -> Response.of(status)));
        }
    }

    @Test
    void isWrittenAsInThePackageComment() {
        Handler handler = request -> ok();
        AdmissionControlOptions options = AdmissionControlOptions.builder()
                .successPercent(80)
                .window(Duration.ofSeconds(30))
                .build();
        Handler guarded = new AdmissionControl(options, ticker, random).around(handler);
        assertThat(guarded.handle(get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void admitsAllWhileEnoughSucceed() {
        AdmissionControl control = control(always());
        answers(control, 50, Status.OK_200);
        answers(control, 50, Status.SERVICE_UNAVAILABLE_503);
        assertThat(control.refusalProbability()).isZero();
        assertThat(control.refused()).isZero();
    }

    @Test
    void refusesWithTheProbabilityOfTheFormula() {
        AdmissionControl control = control(always().successPercent(80));
        answers(control, 40, Status.OK_200);
        for (int i = 0; i < 60; i++) {
            control.admit(get("/")); // under way, and not counted yet
        }
        assertThat(control.refusalProbability()).isZero();
        AdmissionControl failing = control(always().successPercent(80));
        answers(failing, 40, Status.OK_200);
        countFailures(failing, 60);
        assertThat(failing.refusalProbability()).as("(100 - 40 / 0.8) / 101").isCloseTo(50.0 / 101, within(1e-9));
    }

    /** Begins all of them while all are admitted. */
    private static void countFailures(AdmissionControl control, int count) {
        List<Response> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(control.handle(get("/"), next -> Response.of(Status.BAD_GATEWAY_502)));
        }
        open.forEach(Response::close);
    }

    @Test
    void growsFasterWithMoreAggression() {
        AdmissionControl control = control(always().aggression(2));
        countFailures(control, 99);
        answers(control, 1, Status.OK_200);
        AdmissionControl plain = control(always());
        countFailures(plain, 99);
        assertThat(control.refusalProbability()).isGreaterThan(plain.refusalProbability());
    }

    @Test
    void answers503WithRetryAfterAndNotesIt() {
        Notes notes = new Notes();
        AdmissionControl control = new AdmissionControl(
                always().retryAfter(Duration.ofMillis(2_001)).build(), ticker, random, notes);
        countFailures(control, 100_000);
        Response refused = control.handle(get("/x"), next -> ok());
        assertThat(refused.status().code()).isEqualTo(503);
        assertThat(refused.fields().first("Retry-After")).hasValue("3");
        assertThat(refused.provenance().reason()).isEqualTo(Reason.SHED);
        assertThat(control.refused()).isEqualTo(1);
        assertThat(notes.lines()).containsExactly("/x Shed[priority=, why=100 % are refused]");
    }

    @Test
    void alwaysLetsAShareThroughWhichFindsOutWhetherTheUpstreamIsBack() {
        AdmissionControl control = control(defaults().minRate(0).maxRefusedPercent(90));
        countFailures(control, 10_000);
        answers(control, 10_000, Status.BAD_GATEWAY_502);
        assertThat(control.refused()).isBetween(8_850L, 9_150L);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        AdmissionControl control = control(always());
        countFailures(control, 100);
        ticker.advance(Duration.ofSeconds(31));
        assertThat(control.refusalProbability()).isZero();
    }

    @Test
    void admitsAllBelowTheLeastRate() {
        AdmissionControl control = control(defaults().minRate(2));
        countFailures(control, 59);
        assertThat(control.refusalProbability()).isZero();
        countFailures(control, 1);
        assertThat(control.refusalProbability()).isPositive();
    }

    @Test
    void doesNotBlameTheUpstreamForItsClients() {
        AdmissionControl control = control(always());
        for (int i = 0; i < 100; i++) {
            Response response = control.handle(get("/"), next -> ok());
            response.end(Outcome.broken(response, new Failure.ClientGone(Failure.Sent.ALL), 0, 0));
        }
        answers(control, 100, Status.NOT_FOUND_404);
        assertThat(control.refusalProbability()).isZero();
    }

    @Test
    void namesTheOptionsAndValuesItRefuses() {
        assertThatThrownBy(() -> new AdmissionControlOptions(0, Duration.ofMillis(999), -1, 0, 101, Duration.ZERO))
                .hasMessageContainingAll(
                        "successPercent must be 1..100, is 0",
                        "window must be 1 s or more, is PT0.999S",
                        "minRate must be 0 or more, is -1",
                        "aggression must be 1 or more, is 0",
                        "maxRefusedPercent must be 1..100, is 101",
                        "retryAfter must be above 0, is PT0S");
    }

    @Test
    void describesItselfForExplain() {
        assertThat(control(defaults()).describe()).isEqualTo("admissionControl(50 % in 30s)");
    }
}
