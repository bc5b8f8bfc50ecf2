package dev.sluice;

import static dev.sluice.Sluice.proxy;
import static dev.sluice.Sluice.rate;
import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A recorder is told of every exchange exactly once, wherever it stands. */
class RecorderTest {
    private final List<String> first = new CopyOnWriteArrayList<>();
    private final List<String> last = new CopyOnWriteArrayList<>();

    private static ExchangeRecorder into(List<String> log) {
        return (request, outcome) ->
                log.add(request.target() + " " + outcome.status().code());
    }

    @Test
    void isToldOfAnExchangeThatAStepBeforeItRejects() {
        try (Proxy proxy = proxy().use("first", into(first))
                .rateLimit(rate(1).perHour())
                .use("last", into(last))
                .respond(200, "text/plain", "ok")) {
            send(proxy.handle(get("/a")));
            send(proxy.handle(get("/b")));
        }
        assertThat(first).containsExactly("/a 200", "/b 429");
        assertThat(last).containsExactly("/a 200", "/b 429");
    }

    @Test
    void isToldOfAnExchangeThatAMiddlewareBeforeItAnswers() {
        try (Proxy proxy = proxy().use((request, next) -> Response.of(Status.NO_CONTENT_204))
                .use(into(last))
                .respond(200, "text/plain", "ok")) {
            send(proxy.handle(get("/a")));
        }
        assertThat(last).containsExactly("/a 204");
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
