package dev.sluice.middlewares.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Source;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.options.MistakesException;
import dev.sluice.middlewares.Notes;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import dev.sluice.testkit.RecordingHandler;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SplitTest {
    private final ManualTicker ticker = new ManualTicker();
    private final Notes notes = new Notes();
    private final List<Decision> decisions = notes.decisions();
    private final Environment environment = Environment.of(
                    ticker,
                    action -> {
                        throw new AssertionError("no timer is needed");
                    },
                    new SplittableRandom(3),
                    new SplittableRandom(4))
            .withJournal(notes);
    private final RecordingHandler stable = RecordingHandler.ok();
    private final RecordingHandler next = RecordingHandler.ok();

    private Handler bound(Split split) {
        return bound(split, next);
    }

    private Handler bound(Split split, Handler tried) {
        return split.over(
                name -> Map.of("stable", (Handler) stable, "next", tried).get(name));
    }

    private Split split(SplitOptions.Builder options) {
        return new Split(options.build(), environment);
    }

    private static SplitOptions.Builder canary() {
        return SplitOptions.builder()
                .pool("stable", 50)
                .canary("next", 50)
                .promoteWhen(canary -> canary.hold(Duration.ZERO));
    }

    private static Request from(String user) {
        return Exchanges.request("GET", "/", Fields.of("Host", "h", "Cookie", "user=" + user), Body.empty());
    }

    private static void exchange(Handler handler, int times) {
        for (int i = 0; i < times; i++) {
            Exchanges.send(handler.handle(Exchanges.get("/")));
        }
    }

    @Test
    void dividesRequestsByWeights() {
        exchange(bound(split(SplitOptions.builder().pool("stable", 95).pool("next", 5))), 10_000);
        assertThat(next.requests()).hasSizeBetween(450, 550);
        assertThat(stable.requests()).hasSize(10_000 - next.requests().size());
    }

    @Test
    void aClientStaysAtItsPool() {
        Handler handler = bound(
                split(SplitOptions.builder().pool("stable", 50).pool("next", 50).by(Source.cookie("user"))));
        for (int i = 0; i < 100; i++) {
            Exchanges.send(handler.handle(from("ann")));
        }
        assertThat(stable.requests().size() * next.requests().size()).isZero();
    }

    @Test
    void clientsOfTheCanaryStayThereWhileItGrows() {
        Split split =
                split(SplitOptions.builder().pool("stable", 1).canary("next", 0).by(Source.cookie("user")));
        Handler handler = bound(split);
        Set<String> before = Set.of();
        for (int step = 0; step < 5; step++) {
            next.requests().clear();
            for (int user = 0; user < 1_000; user++) {
                Exchanges.send(handler.handle(from("u" + user)));
            }
            Set<String> now = next.requests().stream()
                    .map(request -> request.cookie("user").orElseThrow())
                    .collect(Collectors.toSet());
            assertThat(now).containsAll(before).hasSizeGreaterThan(before.size());
            before = now;
            split.canary().orElseThrow().promote();
        }
        assertThat(before).hasSize(1_000);
    }

    @Test
    void requestsWithoutTheKeyAreDrawnEachTime() {
        exchange(
                bound(split(SplitOptions.builder()
                        .pool("stable", 50)
                        .pool("next", 50)
                        .by(Source.cookie("user")))),
                1_000);
        assertThat(next.requests()).hasSizeBetween(400, 600);
    }

    @Test
    void aCanaryThatFailsIsRolledBackWithItsEvidenceInTheJournal() {
        Split split = split(canary());
        exchange(bound(split, request -> Response.of(Status.BAD_GATEWAY_502)), 1_000);
        assertThat(decisions).singleElement().isInstanceOfSatisfying(Decision.RolledBack.class, back -> {
            assertThat(back.pool()).isEqualTo("next");
            assertThat(back.why())
                    .startsWith(
                            "it fails more often: 56 of 56 failed, of the others 0 of 58; evidence of more failures over 1000000, ");
        });
        next.requests().clear();
        exchange(bound(split), 1_000);
        assertThat(next.requests()).isEmpty();
    }

    @Test
    void aGoodCanaryIsPromotedWithItsEvidenceInTheJournal() {
        Split split = split(canary());
        exchange(bound(split), 5_000);
        assertThat(decisions).singleElement().isInstanceOfSatisfying(Decision.Promoted.class, promoted -> {
            assertThat(promoted.share()).isEqualTo(1);
            assertThat(promoted.why()).startsWith("it is no worse by the margins: 0 of ");
        });
        stable.requests().clear();
        exchange(bound(split), 100);
        assertThat(stable.requests()).isEmpty();
    }

    @Test
    void whatClientsDoAndErrorsOfTheirsAreNotHeldAgainstIt() {
        Split split = split(canary());
        Handler gone = request -> Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL);
        exchange(bound(split, gone), 500);
        exchange(bound(split, request -> Response.of(Status.NOT_FOUND_404)), 500);
        assertThat(decisions).allMatch(Decision.Promoted.class::isInstance);
        assertThat(split.canary().orElseThrow().state().failed()).isZero();
    }

    @Test
    void aTransferThatBreaksInTheUpstreamCounts() {
        Split split = split(canary());
        Handler handler = bound(split, request -> Response.of(Status.OK_200, "half"));
        for (int i = 0; i < 1_000; i++) {
            Response response = handler.handle(Exchanges.get("/"));
            boolean ofCanary = response.body().length() > 0;
            response.end(
                    ofCanary
                            ? Outcome.broken(response, new Failure.UpstreamBroken("reset", Failure.Sent.ALL), 0, 1)
                            : Outcome.sent(response, 0, 0));
        }
        assertThat(decisions).singleElement().isInstanceOf(Decision.RolledBack.class);
    }

    /** The head comes as soon as that of the others; the body, a download or events, takes an hour. */
    @Test
    void aLongBodyIsNotSlow() {
        Split split = split(canary());
        Provenance quick =
                new Provenance(Optional.of(Upstream.of("http://a")), 1, "", new Provenance.Timings(0, 0, 5_000_000));
        Handler handler =
                split.over(name -> request -> Response.of(Status.OK_200, name).withProvenance(quick));
        for (int i = 0; i < 4_000; i++) {
            Response response = handler.handle(Exchanges.get("/"));
            if (Exchanges.text(response.body()).equals("next")) {
                ticker.advance(Duration.ofHours(1));
            }
            response.end(Outcome.sent(response, 0, 0));
        }
        assertThat(decisions).singleElement().isInstanceOf(Decision.Promoted.class);
    }

    @Test
    void isBoundToPoolsBeforeItHandlesRequests() {
        assertThatThrownBy(() -> split(canary()).handle(Exchanges.get("/"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyMistakeOfItsOptionsIsTold() {
        assertThatThrownBy(() -> SplitOptions.builder()
                        .pool("a", -1)
                        .pool("a", 1)
                        .promoteWhen(canary -> canary.samples(0))
                        .build())
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        told -> assertThat(told.mistakes())
                                .containsExactly(
                                        "pools: a is named twice",
                                        "promoteWhen: there is no canary before it",
                                        "pools must be two or more, are [a]",
                                        "pools: the weight of a must be 0 or more, is -1",
                                        "pools must have a weight above 0"));
        assertThatThrownBy(() -> SplitOptions.builder().canary("a", -1).build())
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        told -> assertThat(told.mistakes())
                                .containsExactly(
                                        "pools must be two or more, are [a]",
                                        "pools: the weight of a must be 0 or more, is -1",
                                        "pools must have a weight above 0 beside the canary"));
        assertThatThrownBy(() -> new SplitOptions(
                        Map.of("a", 1, "b", 0),
                        Optional.empty(),
                        Optional.of(CanaryOptions.builder("c").steps(100).build())))
                .hasMessage(
                        "canary: c is none of the pools [a, b]\ncanary: steps must have one below 100 if its weight is 0");
        assertThatThrownBy(() -> CanaryOptions.builder("")
                        .steps(1, 50)
                        .margin(0)
                        .slowMargin(50)
                        .samples(0)
                        .hold(Duration.ofSeconds(-1))
                        .risk(Double.NaN)
                        .build())
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        told -> assertThat(told.mistakes())
                                .containsExactly(
                                        "pool must have a name",
                                        "steps must rise from 1 or more to 100, are [1, 50]",
                                        "margin must be above 0 and below 50, is 0.0",
                                        "slowMargin must be above 0 and below 50, is 50.0",
                                        "samples must be 1 or more, is 0",
                                        "hold must not be negative, is PT-1S",
                                        "risk must be above 0, up to 20, is NaN"));
    }
}
