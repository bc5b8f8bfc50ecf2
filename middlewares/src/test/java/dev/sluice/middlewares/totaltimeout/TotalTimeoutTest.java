package dev.sluice.middlewares.totaltimeout;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.RequestDeadline;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.RecordingHandler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TotalTimeoutTest implements GateContract {
    private static final long RECEIVED = 7_000;

    @Override
    public Gate middleware() {
        return within(Duration.ofSeconds(10));
    }

    private static TotalTimeout within(Duration total) {
        return new TotalTimeout(new TotalTimeoutOptions(total));
    }

    private static Request received(Request request) {
        return Request.of(request.head(), request.body(), request.client(), RECEIVED);
    }

    @Test
    void isWrittenAsInThePackageComment() {
        Handler handler = request -> ok();
        TotalTimeoutOptions options = new TotalTimeoutOptions(Duration.ofSeconds(10));
        Handler limited = new TotalTimeout(options).around(handler);
        assertThat(limited.handle(get("/")).status().code()).isEqualTo(200);
    }

    /** It hands its deadline on, and nothing else of the request is changed. */
    @Override
    @Test
    public void passesTheVerySameRequest() {
        RecordingHandler next = RecordingHandler.ok();
        Request request = passing();
        middleware().handle(request, next).close();
        Request passed = next.last();
        assertThat(passed.head()).isSameAs(request.head());
        assertThat(passed.body()).isSameAs(request.body());
        assertThat(passed.client()).isSameAs(request.client());
        assertThat(passed.attributes()).hasToString("deadline=" + new RequestDeadline(10_000_000_000L));
    }

    @Test
    void countsFromTheFirstByteOfTheRequest() {
        RecordingHandler next = RecordingHandler.ok();
        within(Duration.ofSeconds(1)).handle(received(get("/")), next).close();
        assertThat(RequestDeadline.of(next.last())).contains(new RequestDeadline(RECEIVED + 1_000_000_000));
    }

    @Test
    void theEarliestOfSeveralCounts() {
        RequestDeadline earliest = new RequestDeadline(RECEIVED + 1_000_000_000);
        for (boolean outer : new boolean[] {true, false}) {
            RecordingHandler next = RecordingHandler.ok();
            Handler inside = within(Duration.ofSeconds(outer ? 1 : 2)).around(next);
            within(Duration.ofSeconds(outer ? 2 : 1))
                    .around(inside)
                    .handle(received(get("/")))
                    .close();
            assertThat(RequestDeadline.of(next.last())).contains(earliest);
        }
    }

    @Test
    void holdsAlsoWhereTheClockOverflows() {
        RequestDeadline before = new RequestDeadline(Long.MAX_VALUE - 5);
        RequestDeadline after = new RequestDeadline(Long.MIN_VALUE + 5);
        assertThat(after.left(Long.MAX_VALUE)).isPositive();
        assertThat(after.earlier(before)).isEqualTo(before);
        assertThat(before.earlier(after)).isEqualTo(before);
    }

    @Test
    void namesTheOptionAndTheValueItRefuses() {
        assertThatThrownBy(() -> new TotalTimeoutOptions(Duration.ZERO))
                .hasMessage("total must be more than 0, is PT0S");
    }
}
