package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.WrappedBody;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.options.MistakesException;
import dev.sluice.middlewares.GrpcAnswers;
import dev.sluice.middlewares.Notes;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Environment;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.SimulatedTime;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthChecksTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SimulatedTime time = new SimulatedTime();
    private final Notes notes = new Notes();
    private final List<Decision> decisions = notes.decisions();
    private final Environment environment = Environment.of(time, time, new SplittableRandom(1), new SplittableRandom(2))
            .withJournal(notes);
    private final Pool pool = Pool.of("http://a", "http://b");
    private final Set<String> dead = new HashSet<>();
    private final TreeMap<Long, String> asked = new TreeMap<>();
    private final List<Request> requests = new ArrayList<>();

    private Response network(Request request) {
        Upstream upstream = request.upstream().orElseThrow();
        requests.add(request);
        asked.merge(time.nanos() / 1_000_000, upstream.host(), (one, other) -> one + other);
        return dead.contains(upstream.host())
                ? Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL)
                : Response.of(Status.OK_200, "all is well");
    }

    /** An answer of {@code grpc.health.v1} with a status of health, and that of the call behind it. */
    private static Response health(String message, int status) {
        Response call = GrpcAnswers.ended(status);
        return Response.of(call.status(), call.fields(), new Answer(Body.of(message), status));
    }

    private record Answer(Body body, int status) implements WrappedBody {
        @Override
        public Fields trailers() {
            return Fields.of("grpc-status", Integer.toString(status));
        }
    }

    @Test
    void asksAServerOfGrpcForTheHealthOfAService() {
        Handler serving = request -> {
            requests.add(request);
            return health("\0\0\0\0\2\10\1", 0);
        };
        run(Duration.ofMillis(1), check(rules -> rules.grpc("shop.Orders")), serving);
        Request asked = requests.getFirst();
        assertEquals("POST", asked.method());
        assertEquals("/grpc.health.v1.Health/Check", asked.target());
        assertEquals(Optional.of("application/grpc"), asked.fields().first("Content-Type"));
        assertEquals(Optional.of("trailers"), asked.fields().first("TE"));
        assertEquals("\0\0\0\0\15\n\13shop.Orders", Exchanges.text(asked.body()));
        assertEquals("http://a, http://b", pool.toString());
    }

    @Test
    void asksForTheWholeServerWithAnEmptyMessage() {
        assertEquals("\0\0\0\0\0", Exchanges.text(GrpcHealth.question(HealthCheck.WHOLE_SERVER)));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, NOT_SERVING",
        "0, 0, UNKNOWN",
        "3, 0, SERVICE_UNKNOWN",
        "1, 5, grpc-status 5",
        "9, 0, no status of health"
    })
    void onlyAServiceThatServesIsWell(int serving, int status, String why) {
        String message = "\0\0\0\0\2\10" + (char) serving;
        assertEquals(new Examination.Finding(false, why), GrpcHealth.finding(health(message, status)));
    }

    @Test
    void aServerThatDoesNotSpeakGrpcIsNotWell() {
        Response page = Response.of(Status.OK_200, "all is well");
        assertEquals(new Examination.Finding(false, "status 200 without grpc-status"), GrpcHealth.finding(page));
        assertEquals(
                new Examination.Finding(false, "grpc-status 12"), GrpcHealth.finding(GrpcAnswers.trailersOnly(12)));
    }

    @Test
    void aStatusOfHealthThatIsLeftOutIsUnknown() {
        assertEquals(new Examination.Finding(false, "UNKNOWN"), GrpcHealth.finding(health("\0\0\0\0\0", 0)));
    }

    @Test
    void grpcExcludesTcp() {
        MistakesException told = assertThrows(
                MistakesException.class, () -> check(rules -> rules.tcp().grpc("a b")));
        assertEquals(
                List.of("grpc must be the name of a service, is a b", "grpc excludes tcp, is a b"), told.mistakes());
    }

    private static HealthCheck check(UnaryOperator<HealthCheck.Builder> more) {
        return more.apply(HealthCheck.builder().path("/healthz").interval(SECOND, 0))
                .build();
    }

    private HealthChecks checks(Pool of, HealthCheck rules) {
        return new HealthChecks(new HealthOptions(of, rules), environment, Runnable::run);
    }

    /** Checks by a network until an end, and does something at other times before. */
    private HealthChecks run(Duration end, HealthCheck rules, Handler network) {
        HealthChecks checks = checks(pool, rules);
        checks.endsAt(network);
        time.after(end, checks::close);
        time.run();
        return checks;
    }

    private void at(long millis, Runnable what) {
        time.after(Duration.ofMillis(millis), what);
    }

    private void expect(long millis, String members) {
        at(millis, () -> assertEquals(members, pool.toString(), "at " + millis));
    }

    @Test
    void takesAMemberOutAfterSomeFailedChecksAndBringsItBackAfterSomePassed() {
        at(1_500, () -> dead.add("a"));
        expect(3_900, "http://a, http://b");
        expect(4_100, "http://a (check: connect-failed: refused), http://b");
        at(5_500, dead::clear);
        expect(6_900, "http://a (check: status 200), http://b");
        expect(7_100, "http://a, http://b");
        run(Duration.ofSeconds(9), check(rules -> rules), this::network);
        assertEquals(
                List.of(
                        new Decision.Ejected(
                                Upstream.of("http://a"), Optional.empty(), "check: connect-failed: refused"),
                        new Decision.Returned(Upstream.of("http://a"), "check: status 200")),
                decisions);
    }

    @Test
    void checksThatAreGoodAgainEndAnEjectionByRequests() {
        PassiveHealth rules = PassiveHealth.builder()
                .failures(1)
                .ejection(Duration.ofMinutes(1))
                .build();
        PassiveCheck passive = new PassiveCheck(rules, pool, environment);
        at(1_500, () -> dead.add("a"));
        passive.beforePick();
        at(4_500, () -> {
            Member a = pool.member("http://a").orElseThrow();
            passive.begin(a, time.nanos())
                    .answered(Response.failed(new Failure.ConnectFailed("refused"), Provenance.LOCAL), time.nanos());
        });
        expect(4_600, "http://a (check: connect-failed: refused, ejected), http://b");
        at(5_500, dead::clear);
        expect(7_100, "http://a, http://b");
        run(Duration.ofSeconds(9), check(more -> more), this::network);
    }

    @Test
    void aMemberThatFailsItsFirstCheckIsOutAtOnce() {
        dead.add("a");
        expect(0, "http://a, http://b");
        expect(2, "http://a (check: connect-failed: refused), http://b");
        run(SECOND, check(rules -> rules), this::network);
    }

    @Test
    void aMemberCanBeKeptOutUntilItsFirstCheckHasPassed() {
        dead.add("a");
        expect(0, "http://a (check: not checked yet), http://b (check: not checked yet)");
        expect(2, "http://a (check: connect-failed: refused), http://b");
        run(SECOND, check(HealthCheck.Builder::startsOut), this::network);
    }

    @Test
    void anUnhealthyMemberIsALastResort() {
        dead.addAll(Set.of("a", "b"));
        at(
                100,
                () -> assertTrue(pool.pick(get("/"), (request, members) -> Optional.of(members.getFirst()))
                        .isPresent()));
        at(100, () -> assertEquals(0, pool.taking().size()));
        run(SECOND, check(rules -> rules), this::network);
    }

    @Test
    void checksAtEachIntervalAndNeverTwoAtATime() {
        List<Long> begun = new ArrayList<>();
        int[] running = {0};
        pool.remove("http://b");
        run(Duration.ofSeconds(10), check(rules -> rules.timeout(Duration.ofMinutes(1))), request -> {
            assertEquals(1, ++running[0]);
            begun.add(time.nanos() / 1_000_000);
            time.sleep(Duration.ofMillis(begun.size() == 2 ? 2_500 : 10));
            running[0]--;
            return Exchanges.ok();
        });
        assertEquals(List.of(1L, 1_001L, 3_502L, 4_502L, 5_502L, 6_502L, 7_502L, 8_502L, 9_502L), begun);
    }

    @Test
    void intervalsDifferByChance() {
        pool.remove("http://b");
        run(Duration.ofSeconds(1_000), check(rules -> rules.interval(SECOND, 10)), this::network);
        List<Long> times = List.copyOf(asked.keySet());
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            shortest = Math.min(shortest, times.get(i) - times.get(i - 1));
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        assertTrue(shortest >= 899 && shortest < 910, "shortest is " + shortest);
        assertTrue(longest <= 1_101 && longest > 1_090, "longest is " + longest);
    }

    @Test
    void aCheckWithoutAnAnswerHasFailedAfterItsTimeAndIsGivenUp() {
        List<Long> givenUp = new ArrayList<>();
        expect(250, "http://a, http://b");
        expect(252, "http://a (check: no answer within 250 ms), http://b");
        run(SECOND, check(rules -> rules.timeout(Duration.ofMillis(250))), request -> {
            if (request.upstream().orElseThrow().host().equals("b")) {
                return Exchanges.ok();
            }
            CountDownLatch left = new CountDownLatch(1);
            request.client().onGone(left::countDown);
            time.await(left, Duration.ofMinutes(1));
            givenUp.add(time.nanos() / 1_000_000);
            return Response.failed(new Failure.ClientGone(Failure.Sent.ALL), Provenance.LOCAL);
        });
        assertEquals(251, givenUp.getFirst());
    }

    @Test
    void aSlowBodyCountsAsNoAnswerIfItIsLookedInto() {
        expect(100, "http://a (check: body without 'ready'), http://b (check: body without 'ready')");
        run(SECOND, check(rules -> rules.body("ready")), this::network);
        assertEquals(
                2, decisions.stream().filter(Decision.Ejected.class::isInstance).count());
    }

    @Test
    void asksAsItIsTold() {
        HealthCheck rules = check(more -> more.method("HEAD")
                .path("/ping?deep=1")
                .host("api.test")
                .header("Authorization", "Bearer 1")
                .port(8081)
                .statuses(200, 204)
                .body("well"));
        expect(100, "http://a, http://b");
        run(SECOND, rules, this::network);
        Request asked = requests.getFirst();
        assertEquals("HEAD", asked.method());
        assertEquals("/ping?deep=1", asked.target());
        assertEquals("api.test", asked.fields().first("Host").orElseThrow());
        assertEquals("Bearer 1", asked.fields().first("Authorization").orElseThrow());
        assertEquals(8081, asked.upstream().orElseThrow().port());
    }

    @Test
    void aStatusOutsideTheRangeIsAFailedCheck() {
        expect(100, "http://a (check: status 200), http://b (check: status 200)");
        run(SECOND, check(rules -> rules.statuses(204, 204)), this::network);
    }

    @Test
    void aConnectionCanBeEnough() {
        dead.add("a");
        expect(100, "http://a (check: connect-failed: refused), http://b");
        run(SECOND, check(rules -> rules.tcp().statuses(500, 599)), this::network);
    }

    @Test
    void aFullPoolOfConnectionsIsNoFailedCheck() {
        expect(100, "http://a, http://b");
        HealthChecks checks = run(
                SECOND,
                check(rules -> rules),
                request -> Response.failed(new Failure.Overloaded("full"), Provenance.LOCAL));
        assertTrue(checks.last().isEmpty(), "closed");
    }

    @Test
    void equalChecksOfAnAddressAreMadeOnceForAllPools() {
        Pool other = Pool.of("http://b", "http://c");
        HealthChecks another = checks(other, check(rules -> rules));
        Handler network = this::network;
        another.endsAt(network);
        at(2_500, () -> dead.add("b"));
        at(5_900, () -> assertEquals("http://b (check: connect-failed: refused), http://c", other.toString()));
        expect(5_900, "http://a, http://b (check: connect-failed: refused)");
        at(6_000, another::close);
        at(6_100, () -> assertEquals("http://b, http://c", other.toString(), "its votes are withdrawn"));
        expect(6_100, "http://a, http://b (check: connect-failed: refused)");
        run(Duration.ofMillis(6_500), check(rules -> rules), network);
        assertEquals(
                7, asked.values().stream().filter(hosts -> hosts.contains("b")).count());
        assertTrue(asked.values().stream().noneMatch(hosts -> hosts.contains("bb")));
        assertEquals(0, PerAddress.in(environment, AddressCheck.class).size());
    }

    @Test
    void checksStopWithTheStepAndWithTheMember() {
        at(2_500, () -> pool.remove("http://b"));
        at(2_500, () -> pool.upsert("http://c", 1));
        run(Duration.ofMillis(5_500), check(rules -> rules), this::network);
        List<Long> ofB = asked.entrySet().stream()
                .filter(entry -> entry.getValue().contains("b"))
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(List.of(1L, 1_001L, 2_001L), ofB);
        assertTrue(asked.values().stream().anyMatch(hosts -> hosts.contains("c")));
        assertEquals(0, PerAddress.in(environment, AddressCheck.class).size());
    }

    @Test
    void aNewMemberIsCheckedWithTheNextRequest() {
        HealthChecks checks = checks(pool, check(rules -> rules.interval(Duration.ofMinutes(1), 0)));
        checks.endsAt((Handler) this::network);
        at(1_000, () -> pool.upsert("http://c", 1));
        at(2_000, () -> Exchanges.send(checks.handle(get("/"), request -> Exchanges.ok())));
        at(3_000, checks::close);
        time.run();
        assertEquals("c", asked.get(2_001L));
    }

    @Test
    void whatIsKnownStaysWhenForwardingChanges() {
        dead.add("a");
        HealthChecks checks = checks(pool, check(rules -> rules));
        checks.endsAt((Handler) this::network);
        at(2_500, () -> checks.endsAt(request -> network(request)));
        expect(2_500, "http://a (check: not checked yet), http://b");
        expect(2_600, "http://a (check: connect-failed: refused), http://b");
        at(3_500, () -> assertEquals(2, checks.last().size()));
        at(4_000, checks::close);
        time.run();
        assertEquals(0, PerAddress.in(environment, AddressCheck.class).size());
    }

    @Test
    void tellsTheLastResultOfEachMember() {
        dead.add("a");
        HealthChecks checks = checks(pool, check(rules -> rules));
        checks.endsAt((Handler) this::network);
        at(500, () -> {
            Checkup a = pool.judges(HealthChecks.class).getFirst().last().get(Upstream.of("http://a"));
            assertEquals(
                    new Checkup(false, "connect-failed: refused", time.now().minusMillis(499)), a);
        });
        at(700, checks::close);
        time.run();
        assertTrue(pool.judges(HealthChecks.class).isEmpty());
        assertFalse(pool.toString().contains("check"));
    }

    @Test
    void namesEveryMistake() {
        assertEquals(
                List.of(
                        "path must start with / and have no spaces, is health",
                        "method must be a token, is G T",
                        "port must be 0 to 65535, is 70000",
                        "interval must be positive, is PT0S",
                        "jitter must be 0 to 100 percent, is 101",
                        "timeout must be positive, is PT0S",
                        "healthyAfter must be 1 or more, is 0",
                        "unhealthyAfter must be 1 or more, is 0"),
                assertThrows(
                                MistakesException.class,
                                () -> HealthCheck.builder()
                                        .path("health")
                                        .method("G T")
                                        .port(70_000)
                                        .interval(Duration.ZERO, 101)
                                        .timeout(Duration.ZERO)
                                        .healthyAfter(0)
                                        .unhealthyAfter(0)
                                        .build())
                        .mistakes());
        assertEquals(
                "statuses must be such as 200-399 or 204, are '2xx'",
                assertThrows(IllegalArgumentException.class, () -> GoodStatuses.of("2xx"))
                        .getMessage());
    }
}
