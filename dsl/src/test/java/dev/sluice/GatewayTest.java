package dev.sluice;

import static dev.sluice.Http.OK;
import static dev.sluice.Http.get;
import static dev.sluice.Http.post;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Programs over real sockets, client to upstream. */
class GatewayTest {
    private static RunningProxy listening(Proxy proxy) {
        return proxy.listen(listen -> listen.host("127.0.0.1").port(0));
    }

    private static FakeUpstream resetting() {
        return FakeUpstream.scripted(connection -> {
            connection.readRequest();
            connection.reset();
        });
    }

    @Test
    void aRetryHidesAReset() {
        try (FakeUpstream broken = resetting();
                FakeUpstream sound = FakeUpstream.answering(OK);
                RunningProxy gateway = listening(proxy().buffer(b -> b.retry("IsNetworkError() && Attempts() < 3"))
                        .roundRobin(broken.url(), sound.url())
                        .forward())) {
            for (int i = 0; i < 4; i++) {
                assertThat(get(gateway, "/").body()).isEqualTo("ok");
            }
            assertThat(broken.connections()).isPositive();
        }
    }

    @Test
    void withoutARetryAResetIs502() {
        try (FakeUpstream broken = resetting();
                RunningProxy gateway = listening(proxy().forward(broken.url()))) {
            assertThat(get(gateway, "/").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void beyondTheRateAClientSees429AndWhenToComeBack() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                RunningProxy gateway =
                        listening(proxy().rateLimit(2, Duration.ofHours(1)).forward(upstream.url()))) {
            assertThat(get(gateway, "/").statusCode()).isEqualTo(200);
            assertThat(get(gateway, "/").statusCode()).isEqualTo(200);
            HttpResponse<String> third = get(gateway, "/");

            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(1L, 1800L);
            assertThat(upstream.heads()).hasSize(2);
        }
    }

    @Test
    void aCookieKeepsAClientAtItsUpstream() {
        try (FakeUpstream one = FakeUpstream.answering(OK.replace("ok", "01"));
                FakeUpstream two = FakeUpstream.answering(OK.replace("ok", "02"));
                RunningProxy gateway = listening(proxy().roundRobin(one.url(), two.url())
                        .sticky(s -> s.cookie("upstream"))
                        .forward())) {
            HttpResponse<String> first = get(gateway, "/");
            String cookie = first.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];

            assertThat(cookie).startsWith("upstream=");
            for (int i = 0; i < 3; i++) {
                assertThat(get(gateway, "/", "Cookie", cookie).body()).isEqualTo(first.body());
            }
        }
    }

    @Test
    void aTrippedBreakerAnswers503ItselfAndIsNotAskedAgain() {
        try (FakeUpstream broken = resetting();
                RunningProxy gateway = listening(proxy().circuitBreaker(
                                "NetworkErrorRatio() > 0.5",
                                c -> c.minimumRequests(1).checkPeriod(Duration.ofNanos(1)))
                        .forward(broken.url()))) {
            assertThat(get(gateway, "/").statusCode()).isEqualTo(502);
            int asked = broken.connections();

            assertThat(get(gateway, "/").statusCode()).isEqualTo(503);
            assertThat(broken.connections()).isEqualTo(asked);
        }
    }

    @Test
    void writesALineForEachExchangeRefusedOnesIncluded() {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            RunningProxy gateway = listening(proxy().trace(t -> t.lines(lines::add))
                    .rateLimit(1, Duration.ofHours(1))
                    .forward(upstream.url()));
            get(gateway, "/a?b=c");
            get(gateway, "/d");
            gateway.stop(); // writes what waits
        }

        assertThat(lines)
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"target\":\"/a?b=c\"", "\"status\":200"),
                        line -> assertThat(line).contains("\"target\":\"/d\"", "\"status\":429"));
    }

    @Test
    void aBodyThatIsTooLargeIs413AndNotForwarded() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                RunningProxy gateway =
                        listening(proxy().buffer(b -> b.maxRequestBytes(4)).forward(upstream.url()))) {
            assertThat(post(gateway, "/", "four").statusCode()).isEqualTo(200);
            assertThat(post(gateway, "/", "fives").statusCode()).isEqualTo(413);
            assertThat(upstream.heads()).hasSize(1);
        }
    }

    @Test
    void writtenOrderIsTheOrderHoistedOrNot() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                RunningProxy outerFirst = listening(proxy().apiKey(a -> a.keys("secret"))
                        .rateLimit(1, Duration.ofHours(1))
                        .forward(upstream.url()));
                RunningProxy limitFirst = listening(proxy().rateLimit(1, Duration.ofHours(1))
                        .apiKey(a -> a.keys("secret"))
                        .forward(upstream.url()))) {
            assertThat(statuses(outerFirst)).containsExactly(401, 401);
            assertThat(statuses(limitFirst)).containsExactly(401, 429);
        }
    }

    @Test
    void aGateIsTheSameAsAFilterAndInsideTheHandler() {
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                RunningProxy asFilter =
                        listening(proxy().rateLimit(1, Duration.ofHours(1)).forward(upstream.url()));
                RunningProxy inHandler = listening(proxy().use((request, next) -> next.handle(request))
                        .rateLimit(1, Duration.ofHours(1))
                        .forward(upstream.url()))) {
            assertThat(statuses(asFilter)).isEqualTo(statuses(inHandler)).containsExactly(200, 429);
            assertThat(get(asFilter, "/").headers().map().keySet())
                    .isEqualTo(get(inHandler, "/").headers().map().keySet());
        }
    }

    private static List<Integer> statuses(RunningProxy gateway) {
        return List.of(get(gateway, "/").statusCode(), get(gateway, "/").statusCode());
    }
}
