package dev.sluice;

import static dev.sluice.Sluice.attempts;
import static dev.sluice.Sluice.networkError;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void namesTheStepsInWrittenOrderAndSaysWhichOnesGuardOwnRoutes() {
        Proxy proxy = proxy().trace()
                .rateLimit(100, Duration.ofSeconds(1))
                .buffer(b -> b.retry("IsNetworkError() && Attempts() < 3"))
                .connLimit(7)
                .roundRobin("http://127.0.0.1:9001", "http://127.0.0.1:9002")
                .forward();

        assertThat(proxy.explain().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("proxy"),
                        line -> assertThat(line).startsWith("  gate     trace"),
                        line -> assertThat(line)
                                .startsWith("  gate     rateLimit")
                                .contains("100/1s"),
                        line -> assertThat(line).startsWith("  handler  buffer"),
                        line -> assertThat(line)
                                .startsWith("  gate     connLimit")
                                .contains("7"),
                        line -> assertThat(line)
                                .startsWith("  handler  balance(roundRobin")
                                .contains("9001", "9002"),
                        line -> assertThat(line).isEqualTo("  handler  forward"));
        assertThat(proxy).hasToString(proxy.explain());
    }

    @Test
    void textAndTypedConditionsMakeTheSamePlan() {
        String url = "http://127.0.0.1:9001";

        assertThat(proxy().retry("IsNetworkError() && Attempts() < 3")
                        .forward(url)
                        .explain())
                .isEqualTo(proxy().retry(networkError().and(attempts().lessThan(3)))
                        .forward(url)
                        .explain());
    }

    @Test
    void tellsEveryMistakeAtOnceInTheOrderOfTheProgram() {
        ProgramException wrong = catchThrowableOfType(
                ProgramException.class,
                () -> proxy().rateLimit(0, Duration.ofSeconds(1))
                        .buffer(b -> b.retry("IsNetworkError() &&"))
                        .roundRobin("ftp://a", "http://127.0.0.1:9001", "http://b:99999")
                        .sticky(s -> s.cookie("not a name"))
                        .forward(f -> f.connectTimeout(Duration.ZERO)));

        assertThat(wrong.mistakes())
                .satisfiesExactly(
                        mistake ->
                                assertThat(mistake).contains("rateLimit", "tokens of a rate must be 1 or more, is 0"),
                        mistake -> assertThat(mistake).matches("(?s)PlanTest\\.java:\\d+: buffer: .*"),
                        mistake -> assertThat(mistake)
                                .matches("PlanTest\\.java:\\d+: roundRobin: .*")
                                .contains("ftp://a"),
                        mistake -> assertThat(mistake)
                                .matches("PlanTest\\.java:\\d+: roundRobin: .*")
                                .contains("http://b:99999"),
                        mistake -> assertThat(mistake)
                                .matches("PlanTest\\.java:\\d+: sticky: .*")
                                .contains("not a name"),
                        mistake -> assertThat(mistake)
                                .matches("PlanTest\\.java:\\d+: forward: .*")
                                .contains("connectTimeout"));
        assertThat(wrong).hasMessageStartingWith("6 mistakes in this proxy:");
    }

    @Test
    void refusesAPoolWithoutMembers() {
        assertThat(catchThrowableOfType(
                                ProgramException.class,
                                () -> proxy().roundRobin().forward())
                        .mistakes())
                .singleElement()
                .asString()
                .matches("PlanTest\\.java:\\d+: roundRobin: needs at least one upstream, or a source of members");
    }

    @Test
    void doesNotCloseWhatItWasGiven() {
        AtomicInteger closed = new AtomicInteger();
        Proxy proxy = proxy().use(closing(closed)).forward("http://127.0.0.1:9001");

        assertThat(proxy.explain()).contains("closing");
        proxy.listen(listen -> listen.host("127.0.0.1").port(0)).stop();

        assertThat(closed).hasValue(0);
    }

    private static Middleware closing(AtomicInteger closed) {
        return new Middleware() {
            @Override
            public Response handle(Request request, Handler next) {
                return next.handle(request);
            }

            @Override
            public String describe() {
                return "closing";
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
