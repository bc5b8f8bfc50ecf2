package dev.sluice.observe.spans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Upstream;
import dev.sluice.core.Verdict;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import io.helidon.tracing.Tracer;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What needs no tracer that works; those are tested with OpenTelemetry's. */
class TracingTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final ManualTicker ticker = new ManualTicker();
    private final Tracing silent =
            new Tracing(Tracer.noOp(), TracingOptions.builder().build(), ticker, new SplittableRandom(1));

    @Test
    void aTracerThatTellsNothingLeavesTheFieldsAsTheyAre() {
        Request request = Exchanges.get("/").withFields(Fields.of("traceparent", PARENT));
        Verdict.Admitted admitted = (Verdict.Admitted) silent.recorder().admit(request);
        Request attempt = request.with(admitted.attributes()).withUpstream(Upstream.of("http://a:1"));

        Request begun = silent.attempts().at("pool api/forward").begins(attempt);
        assertThat(begun.fields()).isEqualTo(request.fields());

        Outcome outcome = Outcome.sent(Exchanges.ok(), 0, 0);
        silent.attempts().ended(begun, outcome, 1);
        silent.reader().accept(new Journal.Entry("x", 0, Optional.of(begun), new Decision.Unavailable("none")));
        admitted.completion().ended(outcome);
        silent.recorder().record(request, outcome);
        assertThat(silent.dropped()).isZero();
        silent.close();
    }

    @Test
    void anAttemptOfNoExchangeIsNotFollowed() {
        Request probe = Exchanges.get("/health");

        assertThat(silent.attempts().begins(probe)).isSameAs(probe);
        silent.attempts().ended(probe, Outcome.sent(Exchanges.ok(), 0, 0), 1);
        silent.reader().accept(new Journal.Entry("x", 0, Optional.of(probe), new Decision.Unavailable("none")));
    }

    @Test
    void whatIsMissingIsTold() {
        TracingOptions.Builder options = TracingOptions.builder();

        assertThatThrownBy(() -> Tracing.of(options.build(), ticker, new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint");
        options.endpoint("http://127.0.0.1:1");
        assertThatThrownBy(() -> Tracing.of(options.build(), ticker, new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sluice-opentelemetry");
    }
}
