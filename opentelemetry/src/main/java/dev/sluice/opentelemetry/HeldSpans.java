package dev.sluice.opentelemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides about spans when they end. Those that are sampled are exported at once. The others are held until the outermost
 * span that this process has begun for them ends: if that has failed, all are exported, else none.
 *
 * <p>Bounded by what is under way: at most {@value #MOST} spans an exchange are held, more are dropped and counted.
 * Thread-safe.
 */
final class HeldSpans implements SpanProcessor {
    static final int MOST = 128;

    private final SpanQueue queue;
    /** Those that are not sampled and have not ended, by the ids of their spans. */
    private final Map<String, Exchange> live = new ConcurrentHashMap<>();

    HeldSpans(SpanQueue queue) {
        this.queue = queue;
    }

    /** The spans of one exchange that have ended before its outermost. */
    private static final class Exchange {
        private final String outermost;
        private final List<ReadableSpan> ended = new ArrayList<>(2);
        private boolean over;
        private boolean failed;

        Exchange(String outermost) {
            this.outermost = outermost;
        }

        /** What is to be exported now. */
        synchronized List<ReadableSpan> ended(ReadableSpan span, SpanQueue queue) {
            if (over) {
                return failed ? List.of(span) : List.of();
            }
            if (!span.getSpanContext().getSpanId().equals(outermost)) {
                if (ended.size() < MOST) {
                    ended.add(span);
                } else {
                    queue.drop(1);
                }
                return List.of();
            }
            over = true;
            failed = span.toSpanData().getStatus().getStatusCode() == StatusCode.ERROR;
            List<ReadableSpan> all = new ArrayList<>(ended);
            all.add(span);
            ended.clear();
            return failed ? all : List.of();
        }
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        if (span.getSpanContext().isSampled()) {
            return;
        }
        String id = span.getSpanContext().getSpanId();
        SpanContext parent = span.getParentSpanContext();
        if (!parent.isValid() || parent.isRemote()) {
            live.put(id, new Exchange(id));
            return;
        }
        Exchange exchange = live.get(parent.getSpanId());
        if (exchange != null) { // else its parent has ended: an attempt of a mirror, which nobody waits for
            live.put(id, exchange);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled()) {
            queue.add(span.toSpanData());
            return;
        }
        Exchange exchange = live.remove(span.getSpanContext().getSpanId());
        if (exchange != null) {
            exchange.ended(span, queue).forEach(one -> queue.add(one.toSpanData()));
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    /** How many spans that are not sampled have not ended. */
    int held() {
        return live.size();
    }
}
