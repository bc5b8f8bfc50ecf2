package dev.sluice.observe.journal;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Attributes;
import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Failure;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.observe.Observed;
import dev.sluice.routing.Captures;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecentTest {
    private static final Upstream A = Upstream.of("http://a:8080");

    private final ManualTicker ticker = new ManualTicker();
    private final List<Consumer<Journal.Entry>> readers = new ArrayList<>();
    private final Recent recent = new Recent(program(), 10, 5);

    private Observed program() {
        return (Observed) Proxy.newProxyInstance(
                Observed.class.getClassLoader(),
                new Class<?>[] {Observed.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "ticker" -> ticker;
                    case "onDecision" -> read(arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @SuppressWarnings("unchecked") // the parameter of onDecision
    private Registration read(Object reader) {
        readers.add((Consumer<Journal.Entry>) reader);
        return readers::clear;
    }

    private void note(String where, Optional<Request> request, Decision decision) {
        Journal.Entry entry = new Journal.Entry(where, ticker.nanos(), request, decision);
        readers.forEach(reader -> reader.accept(entry));
    }

    private void picked(Request request) {
        note("pool api/balance#1", Optional.of(request), new Decision.Picked(A, "roundRobin"));
    }

    private void refuse(Request request, Status status, String reason) {
        Response response = Response.of(status)
                .withProvenance(
                        Provenance.local(reason).withStep("orders/step#1").withRoute("orders"));
        recent.record(request, Outcome.sent(response, 0, 0));
    }

    private List<JournalEntry> all() {
        return recent.entries(JournalFilter.ALL, 1_000);
    }

    private List<JournalFailure> failures() {
        return recent.failures("", "", 1_000);
    }

    @Test
    void tellsWhoDecidedWhatAboutWhichExchange() {
        ticker.advance(Duration.ofSeconds(3));
        picked(get("/a?token=s3cret&b=c").with(Attributes.EMPTY.with(Captures.ROUTE, "orders")));
        JournalEntry entry = all().getFirst();
        assertThat(entry.at()).isEqualTo("2026-01-01T00:00:03Z");
        assertThat(entry.where()).isEqualTo("pool api/balance#1");
        assertThat(entry.kind()).isEqualTo("Picked");
        assertThat(entry.text()).isEqualTo("picked http://a:8080: roundRobin");
        assertThat(entry.details()).containsEntry("upstream", "http://a:8080").containsEntry("why", "roundRobin");
        assertThat(entry.exchange()).hasValueSatisfying(exchange -> {
            assertThat(exchange.method()).isEqualTo("GET");
            assertThat(exchange.host()).isEqualTo("example.com");
            assertThat(exchange.target()).isEqualTo("/a?token=[redacted]&b=c");
            assertThat(exchange.route()).isEqualTo("orders");
        });
    }

    @Test
    void hidesWhatItIsToldToHideInWhatWasNotedBeforeToo() {
        Request request = get("/a?PIN=1234&otp=5678&id=9");
        picked(request);
        JournalFollower follower = recent.follow(JournalFilter.ALL);
        recent.hide(Set.of("pin"));
        recent.hide(Set.of("otp"));
        picked(request);
        refuse(request, Status.SERVICE_UNAVAILABLE_503, "no-upstream");

        String hidden = "/a?PIN=[redacted]&otp=[redacted]&id=9";
        assertThat(all()).extracting(RecentTest::target).containsOnly(hidden).hasSize(3);
        assertThat(follower.next(Duration.ZERO).map(RecentTest::target)).contains(hidden);
        JournalFailure failure = failures().getFirst();
        assertThat(failure.exchange().target()).isEqualTo(hidden);
        assertThat(failure.decisions()).extracting(RecentTest::target).containsOnly(hidden);
    }

    private static String target(JournalEntry entry) {
        return entry.exchange().orElseThrow().target();
    }

    @Test
    void everyExchangeHasANumberOfItsOwn() {
        List<Request> requests = Stream.generate(() -> get("/")).limit(200).toList();
        List<String> ids = new ArrayList<>();
        for (Request request : requests) {
            picked(request);
            recent.record(request, Outcome.sent(ok(), 0, 0));
            ids.add(id(all().getFirst()));
        }
        assertThat(ids).doesNotHaveDuplicates();
        for (Request request : requests) {
            note("orders/mirror#1", Optional.of(request), new Decision.Mirrored("next", 200, List.of()));
            assertThat(id(all().getFirst())).as("what is noted later").isEqualTo(ids.get(requests.indexOf(request)));
        }
    }

    private static String id(JournalEntry entry) {
        return entry.exchange().orElseThrow().id();
    }

    @Test
    void keepsTheNewestEntriesAndForgetsTheOthers() {
        for (int i = 0; i < 25; i++) {
            picked(get("/" + i));
        }
        assertThat(all()).hasSize(10);
        assertThat(all().getFirst().exchange().orElseThrow().target()).isEqualTo("/24");
        assertThat(recent.entries(JournalFilter.ALL, 3)).hasSize(3);
    }

    @Test
    void manyRequestsDoNotDisplaceWhatConcernsNone() {
        note("orders/circuitBreaker#1", Optional.empty(), new Decision.Tripped(Optional.of(A), Duration.ofSeconds(10)));
        for (int i = 0; i < 1_000; i++) {
            picked(get("/"));
        }
        assertThat(all())
                .hasSize(11)
                .last()
                .satisfies(entry ->
                        assertThat(entry.text()).isEqualTo("the breaker of http://a:8080 has tripped for 10 s"));
    }

    @Test
    void saysWhyARequestWasAnswered503WithAllThatWasDecidedAboutIt() {
        Request slow = get("/slow");
        picked(slow);
        note("orders/retry#1", Optional.of(slow), new Decision.Retried(Optional.of(A), 1, "connect-failed"));
        for (int i = 0; i < 1_000; i++) {
            Request other = get("/");
            picked(other);
            recent.record(other, Outcome.sent(ok(), 0, 0));
        }
        note("pool api/balance#1", Optional.of(slow), new Decision.Unavailable("all are down"));
        ticker.advance(Duration.ofMillis(2));
        Failure none = new Failure.NoUpstream("all are down");
        Response response = Response.failed(
                none, Provenance.LOCAL.withStep("pool api/balance#1").withRoute("orders"));
        recent.record(slow, Outcome.sent(response, 0, 0));
        JournalFailure failure = failures().getFirst();
        assertThat(failures()).hasSize(1);
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.reason()).isEqualTo("no-upstream");
        assertThat(failure.step()).isEqualTo("pool api/balance#1");
        assertThat(failure.exchange().route()).isEqualTo("orders");
        assertThat(failure.client()).isEqualTo("192.0.2.1");
        assertThat(failure.duration()).isEqualTo(Duration.ofMillis(2));
        assertThat(failure.decisions())
                .extracting(JournalEntry::kind)
                .containsExactly("Picked", "Retried", "Unavailable", "Failed");
    }

    @Test
    void aFloodOfRefusalsDoesNotDisplaceFailures() {
        refuse(get("/down"), Status.SERVICE_UNAVAILABLE_503, "circuit-open");
        for (int i = 0; i < 100; i++) {
            refuse(get("/"), Status.TOO_MANY_REQUESTS_429, "rate-limited");
        }
        assertThat(failures()).hasSize(5 + 1);
        assertThat(failures().getLast().reason()).isEqualTo("circuit-open");
        assertThat(recent.failures("orders", "circuit-open", 9)).hasSize(1);
        assertThat(recent.failures("others", "", 9)).isEmpty();
        assertThat(failures().getFirst().decisions())
                .singleElement()
                .satisfies(end -> assertThat(end.text()).isEqualTo("answered 429 by orders/step#1: rate-limited"));
    }

    @Test
    void anAttemptIsToldWithWhatBecameOfIt() {
        Duration lasted = Duration.ofMillis(12);
        note("p", Optional.of(get("/")), new Decision.Attempted(Optional.of(A), 1, 502, "upstream-broken", lasted));
        note("p", Optional.of(get("/")), new Decision.Attempted(Optional.of(A), 2, 200, "", lasted));
        assertThat(all())
                .extracting(JournalEntry::text)
                .containsExactly(
                        "attempt 2 at http://a:8080 has ended with 200 after 12 ms",
                        "attempt 1 at http://a:8080 has ended with 502 after 12 ms: upstream-broken");
        assertThat(all()).extracting(JournalEntry::failed).containsExactly(false, true);
        assertThat(all().getLast().details())
                .containsEntry("upstream", "http://a:8080")
                .containsEntry("attempt", 1L)
                .containsEntry("status", 502L)
                .containsEntry("lasted", 0.012);
    }

    @Test
    void keepsNothingOfAnExchangeThatWentWell() {
        recent.record(get("/"), Outcome.sent(ok(), 0, 0));
        Response redirect = Response.of(Status.FOUND_302).withProvenance(Provenance.local("redirected"));
        recent.record(get("/"), Outcome.sent(redirect, 0, 0));
        recent.record(get("/"), Outcome.sent(Response.of(Status.NOT_FOUND_404), 0, 0));
        assertThat(all()).isEmpty();
        assertThat(failures()).isEmpty();
    }

    @Test
    void knowsWhatBrokeAndWhatAnUpstreamSaidByItself() {
        recent.record(get("/"), Outcome.broken(ok(), new Failure.ClientGone(Failure.Sent.ALL), 0, 12));
        recent.record(get("/"), Outcome.sent(Response.of(Status.INTERNAL_SERVER_ERROR_500), 0, 0));
        recent.record(get("/"), Outcome.bug(new IllegalStateException("on purpose")));
        assertThat(failures().stream().map(JournalFailure::reason))
                .containsExactlyInAnyOrder("client-gone", Recent.UPSTREAM_STATUS, "bug");
    }

    @Test
    void boundsWhatStrangersMakeLong() {
        Request huge = get("/" + "x".repeat(60_000));
        note("p", Optional.of(huge), new Decision.Unavailable("member, ".repeat(10_000)));
        note("p", Optional.of(huge), new Decision.Mirrored("m", 200, List.of("y".repeat(10_000))));
        for (int i = 0; i < 500; i++) {
            picked(huge);
        }
        refuse(huge, Status.SERVICE_UNAVAILABLE_503, "no-upstream");
        List<JournalEntry> decisions = failures().getFirst().decisions();
        assertThat(decisions).hasSize(64 + 1);
        assertThat(decisions)
                .allSatisfy(entry -> assertThat(entry.toString().length()).isLessThan(3_000));
    }

    @Test
    void showsNothingThatSteersATerminal() {
        picked(get("/\u001b[2J\u0085"));
        assertThat(all().getFirst().exchange().orElseThrow().target()).isEqualTo("/?[2J?");
    }

    @Test
    void followersGetWhatFitsTheirFilter() {
        JournalFollower failed = recent.follow(new JournalFilter(Set.of(), "pool", "", "", true));
        JournalFollower ofA = recent.follow(new JournalFilter(Set.of("picked"), "", "orders", "a:8080", false));
        picked(get("/others"));
        picked(get("/mine").with(Attributes.EMPTY.with(Captures.ROUTE, "orders")));
        note("pool api", Optional.empty(), new Decision.Ejected(A, Optional.empty(), "down"));
        assertThat(failed.next(Duration.ZERO).orElseThrow().kind()).isEqualTo("Ejected");
        assertThat(failed.next(Duration.ZERO)).isEmpty();
        assertThat(ofA.next(Duration.ZERO)
                        .orElseThrow()
                        .exchange()
                        .orElseThrow()
                        .target())
                .isEqualTo("/mine");
        assertThat(ofA.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void aSlowFollowerLosesEntriesAndIsToldHowMany() {
        JournalFollower slow = recent.follow(JournalFilter.ALL);
        for (int i = 0; i < 1_100; i++) {
            picked(get("/"));
        }
        assertThat(slow.lost()).isEqualTo(100);
        assertThat(slow.lost()).isZero();
        assertThat(slow.next(Duration.ZERO)).isPresent();
    }

    @Test
    void itsEndWakesFollowersAndReadsNoMore() throws InterruptedException {
        JournalFollower follower = recent.follow(JournalFilter.ALL);
        Thread reader = Thread.ofVirtual().start(() -> follower.next(Duration.ofSeconds(30)));
        recent.close();
        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        assertThat(follower.closed()).isTrue();
        assertThat(readers).isEmpty();
    }

    @Test
    void hasWordsForEveryDecision() {
        Optional<Upstream> a = Optional.of(A);
        Duration second = Duration.ofSeconds(1);
        List<Decision> samples = List.of(
                new Decision.Picked(A, "w"),
                new Decision.Attempted(a, 1, 200, "", second),
                new Decision.Unavailable("w"),
                new Decision.Retried(a, 1, "w"),
                new Decision.BudgetSpent(2),
                new Decision.Hedged(2, second),
                new Decision.HedgeWon(2, a),
                new Decision.Mirrored("m", 200, List.of()),
                new Decision.Waited(second),
                new Decision.Shed("p", "w"),
                new Decision.Limited(3, "w"),
                new Decision.Tripped(a, second),
                new Decision.Recovering(a, second),
                new Decision.StoodBy(a),
                new Decision.Ejected(A, Optional.of(second), "w"),
                new Decision.Warming(A, second),
                new Decision.Returned(A, "w"),
                new Decision.Joined(A, 1),
                new Decision.Draining(A, Optional.of(second)),
                new Decision.Left(A),
                new Decision.SourceFailed("s", "w"),
                new Decision.Promoted("p", 0.5, "w"),
                new Decision.RolledBack("p", "w"));
        assertThat(samples.stream().map(sample -> sample.getClass().getSimpleName()))
                .as("a sample of each")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Decision.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
        assertThat(samples).allSatisfy(sample -> {
            Told told = DecisionText.of(sample);
            assertThat(told.kind()).isEqualTo(sample.getClass().getSimpleName());
            assertThat(told.text()).isNotBlank();
        });
    }
}
