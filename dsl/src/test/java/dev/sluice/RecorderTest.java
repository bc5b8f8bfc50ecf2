package dev.sluice;

import static dev.sluice.Sluice.proxy;
import static dev.sluice.Sluice.rate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Attributes;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A recorder is told of every exchange exactly once, wherever it stands. */
class RecorderTest {
    private final BlockingQueue<String> first = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> last = new LinkedBlockingQueue<>();

    private static ExchangeRecorder into(BlockingQueue<String> log) {
        return (request, outcome) ->
                log.add(request.target() + " " + outcome.status().code());
    }

    @Test
    void isToldOfAnExchangeThatAStepBeforeItRejects() throws Exception {
        Proxy proxy = proxy().use("first", into(first))
                .rateLimit(rate(1).perHour())
                .use("last", into(last))
                .respond(200, "text/plain", "ok");
        ask(proxy, "/a", "/b");
        assertThat(List.of(take(first), take(first))).containsExactly("/a 200", "/b 429");
        assertThat(List.of(take(last), take(last))).containsExactly("/a 200", "/b 429");
        assertThat(last).isEmpty();
    }

    @Test
    void isToldOfAnExchangeThatAMiddlewareBeforeItAnswers() throws Exception {
        ask(
                proxy().use((request, next) -> Response.of(Status.NO_CONTENT_204))
                        .use(into(last))
                        .respond(200, "text/plain", "ok"),
                "/a");
        assertThat(take(last)).isEqualTo("/a 204");
        assertThat(last).isEmpty();
    }

    /** Such as the trace that the exchange belongs to. */
    @Test
    void getsWhatAStepBeforeHandsOnThoughAnotherRejects() throws Exception {
        Attributes.Key<String> user = Attributes.key("user", String.class);
        Proxy proxy = proxy().use(request -> Verdict.admit(Attributes.EMPTY.with(user, "ada")))
                .use(request -> Verdict.reject(Response.of(Status.FORBIDDEN_403)))
                .use((ExchangeRecorder) (request, outcome) -> last.add(outcome.status()
                                .code() + " " + request.attributes().get(user).orElse("nobody")))
                .respond(200, "text/plain", "ok");
        ask(proxy, "/a");
        assertThat(take(last)).isEqualTo("403 ada");
        assertThat(last).isEmpty();
    }

    private static String take(BlockingQueue<String> log) throws InterruptedException {
        return String.valueOf(log.poll(5, TimeUnit.SECONDS));
    }

    /** On one connection, so that an exchange has ended before the next begins. */
    private static void ask(Proxy proxy, String... targets) throws Exception {
        try (RunningProxy running = proxy.listen("127.0.0.1", 0);
                RawClient client = RawClient.connect(running.port())) {
            for (String target : targets) {
                client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            }
        }
    }

    @Test
    void isToldOfARefusedMessageBehindAStepThatIsNoGate() throws Exception {
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        ExchangeRecorder recorder = (request, outcome) ->
                log.add(request.method() + " " + outcome.response().provenance().reason());
        try (RunningProxy running = proxy().requestId()
                        .use(request -> Verdict.admit())
                        .use(recorder)
                        .respond(200, "text/plain", "ok")
                        .listen("127.0.0.1", 0);
                RawClient client = RawClient.connect(running.port())) {
            client.send("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertThat(log.poll(5, TimeUnit.SECONDS)).isEqualTo("TRACE refused-405");
            assertThat(log).isEmpty();
        }
    }
}
