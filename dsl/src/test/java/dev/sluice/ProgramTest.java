package dev.sluice;

import static dev.sluice.Sluice.clientIp;
import static dev.sluice.Sluice.proxy;
import static dev.sluice.Sluice.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.Attributes;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.middlewares.trace.TraceSink;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a program is once it is written: data that can be kept, continued, compared, printed and run. */
class ProgramTest {
    private static final String A = "http://127.0.0.1:9001";
    private static final String B = "http://127.0.0.1:9002";

    @Test
    void aTerminalLeavesItsBuilderAsItWas() {
        ProxyBuilder base = proxy().rateLimit(rate(5).perSecond());
        Proxy first = base.forward(A);
        Proxy second = base.connLimit(3).forward(B);

        assertThat(first.explain()).contains("rateLimit", A).doesNotContain("connLimit", B);
        assertThat(second.explain()).contains("rateLimit", "connLimit", B).doesNotContain(A);
    }

    @Test
    void aStageCanBeKeptAndContinuedTwice() {
        PoolStage pool = proxy().roundRobin(A, B);
        Proxy plain = pool.forward();
        Proxy rebalanced = pool.rebalance().forward();
        Proxy again = pool.forward();

        assertThat(again.explain()).isEqualTo(plain.explain());
        assertThat(plain.explain().lines().filter(line -> line.contains("balance(")))
                .hasSize(1);
        assertThat(plain.explain()).doesNotContain("rebalance");
        assertThat(rebalanced.explain()).contains("rebalance");
    }

    @Test
    void givesMembersWeights() {
        Proxy weighted =
                proxy().roundRobin(pool -> pool.member(A, 3).member(B)).sticky().forward();

        assertThat(weighted.explain()).contains(A + "*3", B);
        assertThat(mistakes(() -> proxy().roundRobin(pool -> pool.member(A, -1).member("ftp://b"))
                        .forward()))
                .hasSize(2)
                .allMatch(mistake -> mistake.contains("roundRobin: "));
    }

    @Test
    void programsThatAreWrittenAlikeAreEqualModels() {
        Proxy one = proxy().connLimit(3, c -> c.by(clientIp())).respond(404, "text/plain", "nothing here");
        Proxy same = proxy().connLimit(3).respond(404, "text/plain", "nothing here");
        Proxy other = proxy().connLimit(4).respond(404, "text/plain", "nothing here");

        assertThat(one.model()).isEqualTo(same.model()).hasSameHashCodeAs(same.model());
        assertThat(one.model()).isNotEqualTo(other.model());
    }

    @Test
    void printingAProgramStartsNothingAndClosesNothing() {
        AtomicInteger closed = new AtomicInteger();
        TraceSink sink = new TraceSink() {
            @Override
            public void write(byte[] block, int length) {}

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        Proxy proxy = proxy().trace(t -> t.sink(sink)).forward(A);

        assertThat(proxy.toString()).isEqualTo(proxy.explain()).contains("trace");
        assertThat(closed).hasValue(0);
    }

    @Test
    void tellsEachMistakeWithThePlaceWhereItWasWritten() {
        ProgramException wrong = catchThrowableOfType(
                ProgramException.class,
                () -> proxy().connLimit(0, c -> c.queue(-1, Duration.ZERO))
                        .rateLimit(0, Duration.ofSeconds(1))
                        .forward((String) null));

        assertThat(wrong.mistakes()).hasSize(4).allMatch(mistake -> mistake.matches("ProgramTest\\.java:\\d+: .*"));
        assertThat(wrong.mistakes().get(0)).endsWith("connLimit: max must be 1 or more, is 0");
        assertThat(wrong.mistakes().get(1)).endsWith("connLimit: maxWaiting must be 0 or more, is -1");
        assertThat(wrong.mistakes().get(2)).contains("rateLimit: ");
        assertThat(wrong.mistakes().get(3)).endsWith("forward: url must not be null");
    }

    @Test
    void tellsWhatIsNullAsAMistakeOfTheProgram() {
        assertThat(mistakes(() -> proxy().roundRobin(A, null).forward()))
                .singleElement()
                .asString()
                .contains("roundRobin: an upstream must not be null");
        assertThat(mistakes(() -> proxy().redirect(null).forward(A)))
                .singleElement()
                .asString()
                .contains("redirect: options must not be null");
        assertThat(mistakes(() -> proxy().handle(null)))
                .singleElement()
                .asString()
                .contains("handle: handler must not be null");
        assertThat(mistakes(() -> proxy().respond(99, "text/plain", "")))
                .singleElement()
                .asString()
                .contains("respond: status must be 200..599, is 99");
        assertThat(mistakes(() -> proxy().redirect(200, "a b"))).hasSize(2);
    }

    private static List<String> mistakes(Runnable program) {
        return catchThrowableOfType(ProgramException.class, program::run).mistakes();
    }

    @Test
    void refusesAListenerThatIsItsOwnUpstream() {
        int port = 18_080;
        assertThat(mistakes(() -> proxy().forward("http://localhost:" + port).listen("127.0.0.1", port)))
                .singleElement()
                .asString()
                .contains("listen: upstream http://localhost:18080 is this listener itself");
        assertThat(mistakes(() ->
                        proxy().roundRobin(A, "http://[::1]:" + port).forward().listen(port)))
                .hasSize(1);
    }

    @Test
    void tellsAllMistakesOfAListenerAtOnce() {
        assertThat(mistakes(() ->
                        proxy().forward(A).listen(l -> l.port(70_000).clients(c -> c.headTimeout(Duration.ZERO)))))
                .hasSize(2)
                .allMatch(mistake -> mistake.startsWith("listen: "));
    }

    @Test
    void answersWithoutAnUpstream() throws Exception {
        try (Proxy proxy = proxy().respond(404, "application/json", "{}")) {
            Response answer = proxy.handle(Exchanges.get("/"));
            assertThat(answer.status().code()).isEqualTo(404);
            assertThat(answer.fields().first("Content-Type")).contains("application/json");
            assertThat(Exchanges.send(answer)).isEqualTo("{}");
        }
        try (Proxy proxy = proxy().redirect(308, "https://example.com/")) {
            assertThat(proxy.handle(Exchanges.get("/")).fields().first("Location"))
                    .contains("https://example.com/");
        }
    }

    @Test
    void isAHandlerThatCanBeAPartOfAnother() {
        Proxy inner = proxy().connLimit(1).handle(request -> Response.of(Status.OK_200, "inner"));
        try (inner;
                Proxy outer = proxy().use("named", request -> Verdict.admit()).handle(inner)) {
            assertThat(outer.explain()).contains("use(named)", "connLimit(1");
            assertThat(Exchanges.send(outer.handle(Exchanges.get("/")))).isEqualTo("inner");
            Response open = outer.handle(Exchanges.get("/"));
            assertThat(outer.handle(Exchanges.get("/")).status().code()).isEqualTo(429);
            open.close();
        }
    }

    @Test
    void handsOnWhatAGateHasFoundOut() {
        Attributes.Key<String> user = Attributes.key("user", String.class);
        try (Proxy proxy = proxy().use(request -> Verdict.admit(Attributes.EMPTY.with(user, "ada")))
                .handle(request -> Response.of(
                        Status.OK_200, request.attributes().get(user).orElse("nobody")))) {
            assertThat(Exchanges.send(proxy.handle(Exchanges.get("/")))).isEqualTo("ada");
        }
    }

    @Test
    void saysWhereItListensAndWhatItsStepsShow() {
        try (FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                RunningProxy running =
                        proxy().connLimit(3).forward(upstream.url()).listen(0)) {
            assertThat(running.uri()).hasToString("http://127.0.0.1:" + running.port());
            assertThat(running.toString()).startsWith("listening on http://127.0.0.1:");
            assertThat(running.stats().numbers())
                    .containsEntry("connLimit.keys", 0L)
                    .containsEntry("connLimit.waiting", 0L);
        }
    }
}
