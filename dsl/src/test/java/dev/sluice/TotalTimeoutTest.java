package dev.sluice;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time of a request as a budget: what its attempts may take, and what they take of it. */
@Timeout(30)
class TotalTimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void tellsWhereATotalIsWrittenThatCannotFitItsAttempts() {
        Proxy tooShort = proxy().totalTimeout(SECOND.multipliedBy(5))
                .retry("IsNetworkError() && Attempts() < 3", r -> r.backoff(SECOND, SECOND))
                .forward("http://a:8080", f -> f.attemptTimeout(SECOND.multipliedBy(2)));
        assertThat(tooShort.model().findings())
                .singleElement()
                .asString()
                .matches(
                        "TotalTimeoutTest\\.java:\\d+: totalTimeout\\(5s\\) is less than the attempts behind it may take, 8s");
    }

    @Test
    void saysNothingIfTheAttemptsFitOrMayTakeAnyTime() {
        assertThat(proxy().totalTimeout(SECOND.multipliedBy(8))
                        .retry("IsNetworkError() && Attempts() < 3", r -> r.backoff(SECOND, SECOND))
                        .forward("http://a:8080", f -> f.attemptTimeout(SECOND.multipliedBy(2)))
                        .model()
                        .findings())
                .isEmpty();
        assertThat(proxy().totalTimeout(SECOND)
                        .retry("Attempts() < 3")
                        .forward("http://a:8080")
                        .model()
                        .findings())
                .isEmpty();
    }

    @Test
    void looksBehindRoutesAndIntoPoolsAndBuffers() {
        Gateway gateway = gateway(g -> {
            g.totalTimeout(SECOND.multipliedBy(7));
            g.pool("slow", p -> p.member("http://a:8080").forwarding(f -> f.attemptTimeout(SECOND.multipliedBy(4))));
            g.route("fits", path("/fits"), r -> r.forwardTo("slow"));
            g.route(
                    "does-not",
                    path("/not"),
                    r -> r.buffer(b -> b.retry("Attempts() < 2")).forwardTo("slow"));
        });
        assertThat(gateway.model().findings())
                .singleElement()
                .asString()
                .contains("totalTimeout(7s) is less than the attempts behind it may take, 8s");
    }

    @Test
    void looksIntoEveryPoolOfASplit() {
        Gateway gateway = gateway(g -> {
            g.pool("quick", p -> p.member("http://a:8080").forwarding(f -> f.attemptTimeout(SECOND)));
            g.pool("slow", p -> p.member("http://b:8080").forwarding(f -> f.attemptTimeout(SECOND.multipliedBy(4))));
            g.route(
                    "both",
                    path("/"),
                    r -> r.totalTimeout(SECOND.multipliedBy(3))
                            .split("quick", 95)
                            .split("slow", 5));
        });
        assertThat(gateway.model().findings())
                .singleElement()
                .asString()
                .contains("totalTimeout(3s) is less than the attempts behind it may take, 4s");
    }

    @Test
    void aGatewayThatStartsLogsWhereATotalIsTooShort() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.sluice");
        logger.addHandler(handler);
        try (RunningProxy gateway = proxy().totalTimeout(SECOND)
                .forward("http://127.0.0.1:9", f -> f.attemptTimeout(SECOND.multipliedBy(2)))
                .listen("127.0.0.1", 0)) {
            assertThat(gateway.port()).isPositive();
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).contains("totalTimeout(1s) is less than the attempts behind it may take, 2s"));
    }

    @Test
    void endsAnAttemptAtTheEndOfTheTotalAndMakesNoOther() {
        FakeUpstream.Script silent = connection -> {
            connection.readHead();
            connection.readAll();
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(silent);
                RunningProxy gateway = proxy().totalTimeout(Duration.ofMillis(200))
                        .retry("IsNetworkError()")
                        .forward(upstream.url())
                        .listen("127.0.0.1", 0)) {
            assertThat(Http.get(gateway, "/").statusCode()).isEqualTo(504);
            assertThat(upstream.heads()).hasSize(1);
        }
    }
}
