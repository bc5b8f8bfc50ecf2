package dev.sluice.middlewares.mirror;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Source;
import dev.sluice.core.journal.Decision;
import dev.sluice.middlewares.Notes;
import dev.sluice.middlewares.retry.Retry;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.SimulatedTime;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MirrorTest implements MiddlewareContract {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SimulatedTime time = new SimulatedTime();
    private final Map<String, LongSupplier> gauges = new HashMap<>();
    private final Notes notes = new Notes();
    private final List<Decision> decisions = notes.decisions();
    private final List<Request> copies = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private Handler shadow = request -> Exchanges.ok();

    private final Environment environment = Environment.of(time, time, new SplittableRandom(1), new SplittableRandom(2))
            .withInstruments(gauges::put)
            .withJournal(notes);

    @Override
    public Middleware middleware() {
        return mirror(options -> options.compareBody(1_000));
    }

    private Middleware mirror(UnaryOperator<MirrorOptions.Builder> options) {
        Mirror mirror =
                new Mirror(options.apply(MirrorOptions.builder("shadow")).build(), environment);
        return mirror.over(pool -> request -> {
            assertThat(pool).isEqualTo("shadow");
            copies.add(request);
            bodies.add(Exchanges.text(request.body()));
            return shadow.handle(request);
        });
    }

    /** Runs one exchange and then the copy of it. Returns what the client got. */
    private String send(Middleware mirror, Request request, Handler next) {
        List<String> seen = new ArrayList<>();
        time.after(Duration.ZERO, () -> seen.add(Exchanges.send(mirror.handle(request, next))));
        time.run();
        return seen.getFirst();
    }

    private String send(Middleware mirror, Request request) {
        return send(mirror, request, asked -> Response.of(Status.OK_200, "got " + Exchanges.text(asked.body())));
    }

    private long gauge(String name) {
        return gauges.get("mirror." + name).getAsLong();
    }

    private static Request upload(Body body) {
        return Exchanges.request("POST", "/orders?x=1", Fields.of("Host", "a", "Expect", "100-continue"), body);
    }

    @Test
    void isWrittenAsInThePackageComment() {
        Handler next = request -> Exchanges.ok();
        MirrorOptions options =
                MirrorOptions.builder("shadow").share(10).compareStatus().build();
        Mirror mirror = new Mirror(options, environment);
        Handler mirrored = mirror.over(pool -> shadow).around(next);
        assertThat(mirrored.handle(get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void sendsACopyOfTheRequestAndPassesTheAnswerOfTheOriginalOn() {
        shadow = request -> Response.of(Status.OK_200, "the mirror's");
        Request request = upload(TrackedBody.ofUnknownLength("order"));
        assertThat(send(mirror(options -> options), request)).isEqualTo("got order");
        Request copy = copies.getFirst();
        assertThat(copy.method()).isEqualTo("POST");
        assertThat(copy.target()).isEqualTo("/orders?x=1");
        assertThat(copy.client().origin()).isEqualTo(request.client().origin());
        assertThat(bodies).containsExactly("order");
        assertThat(gauge("sent")).isEqualTo(1);
    }

    @Test
    void marksTheCopyAndMirrorsItNoMore() {
        Middleware mirror = mirror(options -> options.field("X-Copy"));
        Middleware inner = mirror(options -> options);
        shadow = request -> copies.size() > 1 ? Exchanges.ok() : inner.handle(request, asked -> Exchanges.ok());
        send(mirror, upload(Body.empty()));
        assertThat(copies).hasSize(1);
        assertThat(copies.getFirst().fields().first("X-Copy")).contains("1");
        assertThat(copies.getFirst().fields().contains("Expect")).isFalse();
    }

    @Test
    void sendsTheCopyWhenTheExchangeHasEnded() {
        List<String> order = new ArrayList<>();
        shadow = request -> {
            order.add("mirror");
            return Exchanges.ok();
        };
        time.after(Duration.ZERO, () -> {
            Response response = mirror(options -> options).handle(get("/"), asked -> Exchanges.ok());
            time.sleep(HOUR);
            order.add("sent");
            Exchanges.send(response);
        });
        time.run();
        assertThat(order).containsExactly("sent", "mirror");
    }

    @Test
    void copiesTheShareThatWasAskedForWithinItsBounds() {
        int requests = 100_000;
        Middleware mirror = mirror(options -> options.share(10));
        IntStream.range(0, requests)
                .forEach(i -> mirror.handle(get("/"), asked -> Exchanges.ok()).close());
        assertThat((double) gauge("sent") + gauge("dropped")).isBetween(requests * 0.097, requests * 0.103);
    }

    @Test
    void copiesNothingOfAShareOfZeroAndEverythingOfAHundred() {
        Middleware none = mirror(options -> options.share(0));
        IntStream.range(0, 1_000).forEach(i -> send(none, get("/")));
        assertThat(copies).isEmpty();
        Middleware all = mirror(options -> options.share(100));
        IntStream.range(0, 1_000).forEach(i -> send(all, get("/")));
        assertThat(copies).hasSize(1_000);
    }

    @Test
    void aKeyIsCopiedAlwaysOrNeverAndTheMoreKeysTheGreaterTheShare() {
        List<String> small = mirrored(10);
        List<String> greater = mirrored(20);
        assertThat(small).hasSizeBetween(80, 120);
        assertThat(greater).hasSizeBetween(170, 230).containsAll(small);
    }

    private List<String> mirrored(int percent) {
        Middleware mirror = mirror(options -> options.share(percent).by(Source.header("X-User")));
        copies.clear();
        for (int i = 0; i < 1_000; i++) {
            Fields fields = Fields.of("Host", "a", "X-User", "user-" + i);
            send(mirror, Exchanges.request("GET", "/", fields, Body.empty()));
            send(mirror, Exchanges.request("GET", "/", fields, Body.empty()));
        }
        List<String> users = copies.stream()
                .map(copy -> copy.fields().first("X-User").orElseThrow())
                .toList();
        List<String> distinct = users.stream().distinct().toList();
        assertThat(users).hasSize(2 * distinct.size());
        return distinct;
    }

    @Test
    void copiesNoBodyBeyondTheLimit() {
        Middleware mirror = mirror(options -> options.maxBody(5));
        assertThat(send(mirror, upload(TrackedBody.of("123456")))).isEqualTo("got 123456");
        assertThat(send(mirror, upload(TrackedBody.ofUnknownLength("123456")))).isEqualTo("got 123456");
        assertThat(send(mirror, upload(Body.of("123456")))).isEqualTo("got 123456");
        assertThat(copies).isEmpty();
        assertThat(gauge("tooLarge")).isEqualTo(3);
        send(mirror, upload(TrackedBody.ofUnknownLength("12345")));
        send(mirror, upload(TrackedBody.of("12345")));
        send(mirror, upload(Body.of("12345")));
        assertThat(bodies).containsExactly("12345", "12345", "12345");
    }

    @Test
    void sendsNoCopyOfABodyThatWasNotReadToItsEnd() {
        Middleware mirror = mirror(options -> options);
        send(mirror, upload(TrackedBody.ofUnknownLength("order")), asked -> Exchanges.ok());
        assertThat(copies).isEmpty();
        assertThat(gauge("dropped")).isEqualTo(1);
    }

    @Test
    void leavesABodyThatIsHeldAsItIsForRetries() {
        Middleware mirror = mirror(options -> options);
        List<Integer> attempts = new ArrayList<>();
        Retry retry = new Retry(
                RetryOptions.builder("IsNetworkError() && Attempts() < 3")
                        .retryNonIdempotent()
                        .build(),
                time,
                new SplittableRandom(1));
        String seen = send(mirror, upload(Body.of("order")), retry.around(asked -> {
            attempts.add(asked.attempt());
            String body = Exchanges.text(asked.body());
            return asked.attempt() == 1
                    ? Response.failed(
                            new Failure.UpstreamBroken("reset", Failure.Sent.ALL),
                            new Provenance(asked.upstream(), 1, "", Provenance.Timings.NONE))
                    : Response.of(Status.OK_200, body);
        }));
        assertThat(seen).isEqualTo("order");
        assertThat(attempts).containsExactly(1, 2);
        assertThat(bodies).containsExactly("order");
    }

    @Test
    void copiesOnlyTheFirstAttemptAndNoUpgrade() {
        Middleware mirror = mirror(options -> options);
        send(mirror, get("/").again(Body.empty(), Optional.empty()));
        Fields upgrade = Fields.of("Host", "a", "Connection", "upgrade", "Upgrade", "websocket");
        send(mirror, Exchanges.request("GET", "/", upgrade, Body.empty()));
        assertThat(copies).isEmpty();
    }

    @Test
    void theClientDoesNotWaitForAMirrorThatHangs() {
        CountDownLatch never = new CountDownLatch(1);
        shadow = request -> {
            time.await(never, HOUR);
            return Exchanges.ok();
        };
        Middleware mirror = mirror(options -> options.maxInFlight(2));
        List<Long> at = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            time.after(Duration.ofSeconds(i), () -> {
                Exchanges.send(mirror.handle(get("/"), asked -> Exchanges.ok()));
                at.add(Duration.ofNanos(time.nanos()).toSeconds());
                assertThat(gauge("inFlight")).isLessThanOrEqualTo(2);
            });
        }
        time.run();
        assertThat(at)
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> (long) i).toList());
        assertThat(gauge("sent")).isEqualTo(2);
        assertThat(gauge("dropped")).isEqualTo(8);
        assertThat(gauge("inFlight")).isZero();
    }

    @Test
    void aCopyEndsWhenItsTimeIsOver() {
        List<Duration> gone = new ArrayList<>();
        shadow = request -> {
            CountDownLatch left = new CountDownLatch(1);
            request.client().onGone(left::countDown);
            time.await(left, HOUR);
            gone.add(Duration.ofNanos(time.nanos()));
            return Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL);
        };
        send(mirror(options -> options.timeout(Duration.ofSeconds(3))), get("/"));
        assertThat(gone).containsExactly(Duration.ofSeconds(3));
        assertThat(gauge("failed")).isEqualTo(1);
        assertThat(gauge("inFlight")).isZero();
    }

    @Test
    void aClientThatLeavesDoesNotEndTheCopy() {
        List<String> told = new ArrayList<>();
        shadow = request -> {
            request.client().onGone(() -> told.add("gone"));
            time.sleep(Duration.ofSeconds(1));
            return Exchanges.ok();
        };
        Request request = get("/");
        time.after(Duration.ofMillis(500), ((FakeClient) request.client())::leave);
        send(mirror(options -> options), request);
        assertThat(told).isEmpty();
        assertThat(gauge("failed")).isZero();
    }

    @Test
    void theClientSeesNothingOfAMirrorThatFailsOrThrows() {
        Middleware mirror = mirror(options -> options);
        shadow = request -> Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL);
        assertThat(send(mirror, upload(Body.of("a")))).isEqualTo("got a");
        shadow = request -> {
            throw new IllegalStateException("a bug of the mirror, which the log of this test shows");
        };
        assertThat(send(mirror, upload(Body.of("b")))).isEqualTo("got b");
        shadow = request -> Response.of(
                Status.OK_200,
                Fields.EMPTY,
                TrackedBody.breaking("half", 2, new Failure.UpstreamBroken("cut", Failure.Sent.ALL)));
        assertThat(send(mirror, upload(Body.of("c")))).isEqualTo("got c");
        assertThat(gauge("sent")).isEqualTo(3);
        assertThat(gauge("failed")).isEqualTo(3);
        assertThat(gauge("inFlight")).isZero();
    }

    @Test
    void readsTheMirrorsAnswerToItsEndAndClosesIt() {
        TrackedBody answer = TrackedBody.of("answer");
        shadow = request -> Response.of(Status.OK_200, Fields.EMPTY, answer);
        send(mirror(options -> options), get("/"));
        assertThat(answer.bytesRead()).isEqualTo(6);
        answer.assertClosedOnce();
    }

    @Test
    void holdsNoMoreBodiesThanCopiesMayBeUnderWay() {
        Middleware mirror = mirror(options -> options.maxInFlight(3));
        List<Response> open = IntStream.range(0, 5)
                .mapToObj(i -> mirror.handle(upload(Body.of("order")), asked -> Exchanges.ok()))
                .toList();
        assertThat(gauge("dropped")).isEqualTo(2);
        time.after(Duration.ZERO, () -> open.forEach(Exchanges::send));
        time.run();
        assertThat(copies).hasSize(3);
        send(mirror, upload(Body.of("one more")));
        assertThat(copies).hasSize(4);
    }

    @Test
    void aBugOfTheOriginalIsThrownAndNothingIsSent() {
        Middleware mirror = mirror(options -> options.maxInFlight(1));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> mirror.handle(upload(Body.of("order")), asked -> {
                        throw new IllegalStateException("bug");
                    }))
                    .hasMessage("bug");
        }
        send(mirror, upload(Body.of("order")));
        assertThat(copies).hasSize(1);
    }

    @Test
    void cancelsWhatIsUnderWayWhenItIsClosed() {
        Mirror mirror = new Mirror(MirrorOptions.builder("shadow").build(), environment);
        List<Duration> gone = new ArrayList<>();
        Middleware bound = mirror.over(pool -> request -> {
            CountDownLatch left = new CountDownLatch(1);
            request.client().onGone(left::countDown);
            time.await(left, HOUR);
            gone.add(Duration.ofNanos(time.nanos()));
            return Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL);
        });
        time.after(Duration.ofSeconds(1), mirror::close);
        send(bound, get("/"));
        assertThat(gone).containsExactly(Duration.ofSeconds(1));
    }

    private List<String> differences(
            UnaryOperator<MirrorOptions.Builder> options, Response original, Response mirrors) {
        decisions.clear();
        shadow = request -> mirrors;
        send(mirror(options), get("/"), asked -> original);
        Decision.Mirrored mirrored = (Decision.Mirrored) decisions.getFirst();
        assertThat(mirrored.pool()).isEqualTo("shadow");
        assertThat(mirrored.status()).isEqualTo(mirrors.status().code());
        return mirrored.differences();
    }

    private static Response answer(int status, String tag, String body) {
        return Response.of(Status.create(status), Fields.of("ETag", tag, "Date", body), Body.of(body));
    }

    @Test
    void comparesWhatItIsToldToAndNotesTheDifferences() {
        assertThat(differences(options -> options, answer(200, "a", "x"), answer(500, "b", "y")))
                .isEmpty();
        assertThat(differences(MirrorOptions.Builder::compareStatus, answer(200, "a", "x"), answer(500, "b", "y")))
                .containsExactly("status 200, mirror 500");
        assertThat(differences(options -> options.compareFields("etag"), answer(200, "a", "x"), answer(200, "b", "y")))
                .containsExactly("field etag");
        assertThat(differences(options -> options.compareBody(100), answer(200, "a", "x"), answer(200, "b", "y")))
                .containsExactly("body");
        assertThat(gauge("different")).isEqualTo(1);
        assertThat(differences(
                        options -> options.compareFields("ETag").compareBody(100),
                        answer(200, "a", "x"),
                        answer(200, "a", "x")))
                .isEmpty();
        assertThat(gauge("different")).isZero();
    }

    @Test
    void comparesTheFirstBytesOfABodyAndItsLength() {
        UnaryOperator<MirrorOptions.Builder> three = options -> options.compareBody(3);
        assertThat(differences(three, answer(200, "a", "abcX"), answer(200, "a", "abcY")))
                .isEmpty();
        assertThat(differences(three, answer(200, "a", "abcX"), answer(200, "a", "abXX")))
                .containsExactly("body");
        assertThat(differences(three, answer(200, "a", "abcX"), answer(200, "a", "abcXX")))
                .containsExactly("body");
    }

    @Test
    void aFailureOfTheMirrorIsADifference() {
        shadow = request -> Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL);
        send(mirror(MirrorOptions.Builder::compareStatus), get("/"));
        assertThat(decisions).containsExactly(new Decision.Mirrored("shadow", 502, List.of("failed: connect-failed")));
        assertThat(gauge("different")).isEqualTo(1);
    }

    @Test
    void anAnswerThatWasNotSentToItsEndIsNotComparedByItsBody() {
        shadow = request -> answer(200, "a", "whole");
        time.after(
                Duration.ZERO,
                () -> mirror(options -> options.compareBody(100))
                        .handle(get("/"), asked -> answer(200, "a", "whole"))
                        .close());
        time.run();
        assertThat(decisions).containsExactly(new Decision.Mirrored("shadow", 200, List.of()));
    }

    @Test
    void tellsEveryMistakeOfTheOptions() {
        assertThatThrownBy(() -> MirrorOptions.builder(" ")
                        .share(101)
                        .maxBody(-1)
                        .maxInFlight(0)
                        .timeout(Duration.ZERO)
                        .field("a b")
                        .build())
                .hasMessageContaining("to must be the name of a pool, is \" \"")
                .hasMessageContaining("share must be 0..100, is 101")
                .hasMessageContaining("maxBody must be 0..16 MiB, is -1")
                .hasMessageContaining("maxInFlight must be 1 or more, is 0")
                .hasMessageContaining("timeout must be above 0, is PT0S")
                .hasMessageContaining("field must be a field name, is \"a b\"");
        assertThatThrownBy(() -> MirrorOptions.builder("shadow").compareBody(-1))
                .hasMessageContaining("body to compare must be 0 bytes or more, is -1");
    }
}
