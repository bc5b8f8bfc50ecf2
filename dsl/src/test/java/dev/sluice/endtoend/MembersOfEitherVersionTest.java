package dev.sluice.endtoend;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Proxy;
import dev.sluice.RunningGateway;
import dev.sluice.RunningProxy;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done around members is the same over HTTP/1.1 and over HTTP/2. */
@Timeout(60)
class MembersOfEitherVersionTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private EitherUpstream upstream(String scheme, Function<String, String> behaviour) throws IOException {
        return opened(EitherUpstream.of(scheme, behaviour));
    }

    private EitherUpstream answering(String scheme) throws IOException {
        return upstream(scheme, request -> "ok");
    }

    /** Answers when the test says so. */
    private EitherUpstream holding(String scheme) throws IOException {
        return upstream(scheme, request -> {
            try {
                released.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return "ok";
        });
    }

    private int listening(Proxy proxy) {
        RunningProxy running = Wires.start(proxy);
        open.add(running::stop);
        return running.port();
    }

    private static Answer ask(int port, String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).answer();
        }
    }

    private static FutureTask<Answer> asking(int port) {
        Callable<Answer> asking = () -> ask(port, GET);
        FutureTask<Answer> task = new FutureTask<>(asking);
        Thread.ofVirtual().start(task);
        return task;
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "h2c"})
    void theLoserOfAHedgeIsCancelledAndCostsNoPlace(String scheme) throws Exception {
        EitherUpstream silent = upstream(scheme, request -> EitherUpstream.SILENCE);
        EitherUpstream sound = answering(scheme);
        int port = listening(proxy().hedge(h -> h.delay(Duration.ofMillis(20)).budget(100, 100))
                .roundRobin(silent.url(), sound.url())
                .forward(f -> f.maxConnections(1).maxStreams(1).maxWaiting(0)));
        for (int i = 0; i < 8; i++) { // every second one meets the silent upstream first
            assertThat(ask(port, GET).body()).isEqualTo("ok");
        }
        Eventually.holds("the losers are cancelled", () -> silent.cancelled() == 4);
        assertThat(silent.requests()).hasSize(4);
        assertThat(silent.connections())
                .as("a reset stream leaves its connection")
                .isEqualTo(scheme.equals("h2c") ? 1 : 4);
        assertThat(sound.connections()).isEqualTo(1);
        assertThat(sound.cancelled()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "h2c"})
    void aRetryGoesToAnotherMember(String scheme) throws Exception {
        EitherUpstream breaking = upstream(scheme, request -> EitherUpstream.BREAK);
        EitherUpstream sound = answering(scheme);
        int port = listening(proxy().retry("IsNetworkError() && Attempts() < 3")
                .roundRobin(breaking.url(), sound.url())
                .forward());
        for (int i = 0; i < 4; i++) {
            assertThat(ask(port, GET).body()).isEqualTo("ok");
        }
        assertThat(breaking.requests()).isNotEmpty();
        assertThat(sound.requests()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "h2c"})
    void aMirrorGetsTheRequestAndItsAnswerIsThrownAway(String scheme) throws Exception {
        EitherUpstream api = answering(scheme);
        EitherUpstream next = upstream(scheme, request -> "other");
        RunningGateway running = opened(gateway(g -> {
                    g.pool("api", p -> p.member(api.url()));
                    g.pool("next", p -> p.member(next.url()));
                    g.route("all", any(), r -> r.mirror("next").forwardTo("api"));
                })
                .listen("127.0.0.1", 0));
        Answer answer = ask(running.port(), "POST /orders HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\norder");
        assertThat(answer.body()).isEqualTo("ok");
        Eventually.holds("the mirror is asked", () -> !next.requests().isEmpty());
        assertThat(api.requests()).containsExactly("POST /orders order");
        assertThat(next.requests()).containsExactly("POST /orders order");
        assertThat(ask(running.port(), GET).body()).isEqualTo("ok");
        Eventually.holds("the mirror is asked again", () -> next.requests().size() == 2);
        assertThat(next.cancelled()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "h2c"})
    void aLimitThatFindsItselfCountsRequestsUntilTheyHaveEnded(String scheme) throws Exception {
        EitherUpstream upstream = holding(scheme);
        int port = listening(proxy().adaptiveConcurrency(a -> a.fixed(2)).forward(upstream.url()));
        FutureTask<Answer> one = asking(port);
        FutureTask<Answer> two = asking(port);
        Eventually.holds("both are there", () -> upstream.requests().size() == 2);
        assertThat(ask(port, GET).status()).isEqualTo(503);
        released.countDown();
        assertThat(one.get().body()).isEqualTo("ok");
        assertThat(two.get().body()).isEqualTo("ok");
        Eventually.holds("the places are free again", () -> status(port) == 200);
        assertThat(upstream.most()).isEqualTo(2);
    }

    private static int status(int port) {
        try {
            return ask(port, GET).status();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "h2c"})
    void requestsWaitForAPlaceAtTheirMember(String scheme) throws Exception {
        EitherUpstream upstream = holding(scheme);
        int port = listening(proxy().roundRobin(upstream.url())
                .maxInFlight(1, 1, Duration.ofSeconds(30))
                .forward());
        FutureTask<Answer> first = asking(port);
        Eventually.holds("one is there", () -> upstream.requests().size() == 1);
        FutureTask<Answer> second = asking(port);
        FutureTask<Answer> third = asking(port);
        Eventually.holds("one is refused", () -> second.isDone() || third.isDone());
        FutureTask<Answer> refused = second.isDone() ? second : third;
        FutureTask<Answer> waiting = second.isDone() ? third : second;
        assertThat(refused.get().status()).isEqualTo(503);
        assertThat(waiting.isDone()).isFalse();
        released.countDown();
        assertThat(first.get().body()).isEqualTo("ok");
        assertThat(waiting.get().body()).isEqualTo("ok");
        assertThat(upstream.most()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "h2c"})
    void aConnectionTakesNoMoreThanItsNumberOfRequests(String scheme) throws Exception {
        EitherUpstream upstream = answering(scheme);
        int port = listening(proxy().forward(upstream.url(), f -> f.maxConnectionRequests(3)));
        for (int i = 0; i < 7; i++) {
            assertThat(ask(port, GET).body()).isEqualTo("ok");
        }
        assertThat(upstream.connections()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "h2c"})
    void aConnectionThatIsOldIsFollowedByAnother(String scheme) throws Exception {
        EitherUpstream upstream = answering(scheme);
        int port = listening(proxy().forward(upstream.url(), f -> f.maxConnectionAge(Duration.ofMillis(200))));
        Eventually.holds("there were three", () -> {
            assertThat(status(port)).isEqualTo(200);
            return upstream.connections() == 3;
        });
        assertThat(upstream.requests().size())
                .as("and not one for each request")
                .isGreaterThan(6);
        assertThat(upstream.cancelled()).isZero();
    }
}
