package dev.sluice.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.observe.spans.TracingOptions;
import io.helidon.tracing.Span;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which spans are exported, and what becomes of those that cannot be. */
@Timeout(60)
class SpanQueueTest {
    /** Takes all, as soon as it may. */
    private static final class Slow implements SpanExporter {
        private final List<SpanData> all = new CopyOnWriteArrayList<>();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            entered.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException end) {
                return CompletableResultCode.ofFailure();
            }
            all.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private final Slow exporter = new Slow();

    private OtlpTracer tracer(double ratio, int queue) {
        return OtlpTracer.of(
                TracingOptions.builder()
                        .endpoint("http://127.0.0.1:1")
                        .ratio(ratio)
                        .queue(queue)
                        .build(),
                exporter);
    }

    private List<String> names() {
        return exporter.all.stream().map(SpanData::getName).toList();
    }

    @Test
    void whatDoesNotFitIsDroppedAndCountedWhileNobodyWaits() throws Exception {
        OtlpTracer tracer = tracer(1, 4);
        tracer.spanBuilder("first").start().end();
        exporter.entered.await();
        for (int i = 0; i < 10; i++) {
            tracer.spanBuilder("span").start().end();
        }
        assertThat(tracer.dropped()).isEqualTo(6);

        exporter.mayGoOn.countDown();
        tracer.close();
        tracer.spanBuilder("after the end").start().end();
        assertThat(names()).hasSize(5).startsWith("first").doesNotContain("after the end");
    }

    @Test
    void closingDoesNotWaitForACollectorThatHangs() throws Exception {
        OtlpTracer tracer = tracer(1, 4);
        tracer.spanBuilder("stuck").start().end();
        exporter.entered.await();
        tracer.spanBuilder("waiting").start().end();

        tracer.close();
        assertThat(tracer.dropped()).isEqualTo(1);
        exporter.mayGoOn.countDown();
    }

    @Test
    void spansThatAreNotSampledAreHeldUntilTheOutermostEnds() {
        exporter.mayGoOn.countDown();
        OtlpTracer tracer = tracer(0, 1_000);
        for (Span.Status status : List.of(Span.Status.UNSET, Span.Status.ERROR)) {
            Span outer = tracer.spanBuilder("outer " + status).start();
            Span inner = tracer.spanBuilder("inner").parent(outer.context()).start();
            Span innermost =
                    tracer.spanBuilder("innermost").parent(inner.context()).start();
            Span late = tracer.spanBuilder("late").parent(outer.context()).start();
            inner.status(Span.Status.ERROR);
            inner.end();
            innermost.end();
            outer.status(status);
            outer.end();
            late.end();
            tracer.spanBuilder("after the end").parent(outer.context()).start().end();
        }
        tracer.close();

        assertThat(names()).containsExactly("inner", "innermost", "outer ERROR", "late");
        assertThat(tracer.dropped()).isZero();
    }

    @Test
    void anExchangeHoldsSoManySpansAndNoMore() {
        exporter.mayGoOn.countDown();
        OtlpTracer tracer = tracer(0, 1_000);
        Span outer = tracer.spanBuilder("outer").start();
        for (int i = 0; i < HeldSpans.MOST + 5; i++) {
            tracer.spanBuilder("attempt").parent(outer.context()).start().end();
        }
        outer.status(Span.Status.ERROR);
        outer.end();
        tracer.close();

        assertThat(tracer.dropped()).isEqualTo(5);
        assertThat(names()).hasSize(HeldSpans.MOST + 1);
    }

    @Test
    void theSameTraceIsSampledWhereverTheRatioIsTheSame() {
        exporter.mayGoOn.countDown();
        OtlpTracer one = tracer(0.5, 1_000);
        int sampled = 0;
        for (int i = 0; i < 200; i++) {
            Span span = one.spanBuilder("one").start();
            var context = ((OtlpSpanContext) span.context()).context();
            boolean again = LateSampler.of(0.5, false)
                            .shouldSample(
                                    Context.root(),
                                    context.getTraceId(),
                                    "other",
                                    SpanKind.SERVER,
                                    Attributes.empty(),
                                    List.of())
                            .getDecision()
                    == SamplingDecision.RECORD_AND_SAMPLE;
            assertThat(again).isEqualTo(context.isSampled());
            sampled += context.isSampled() ? 1 : 0;
            span.end();
        }
        assertThat(sampled).isBetween(50, 150);
        one.close();
    }
}
