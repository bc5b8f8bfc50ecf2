package dev.sluice.observe.admin;

import dev.sluice.core.Response;
import dev.sluice.observe.journal.JournalEntry;
import dev.sluice.observe.journal.JournalExchange;
import dev.sluice.observe.journal.JournalFailure;
import dev.sluice.observe.journal.JournalFilter;
import dev.sluice.observe.journal.Recent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What was decided, and what has failed: of late, and from now on. */
final class JournalOperations implements AutoCloseable {
    private static final int MOST = 10_000;
    private static final int USUAL_ENTRIES = 100;
    private static final int USUAL_FAILURES = 50;
    private static final int MOST_STREAMS = 32;
    private static final double NANOS = 1e9;

    private final Recent recent;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();

    JournalOperations(Recent recent) {
        this.recent = recent;
    }

    List<Operation> all() {
        return List.of(
                new Operation("GET", "/api/journal", this::entries),
                new Operation("GET", "/api/journal/stream", this::stream),
                new Operation("GET", "/api/failures", this::failures));
    }

    private static JournalFilter filter(Call call) {
        Set<String> kinds = new TreeSet<>(Arrays.asList(call.text("kind").split(",")));
        kinds.remove("");
        return new JournalFilter(
                kinds,
                call.text("where"),
                call.text("route"),
                call.text("member"),
                call.text("failed").equals("true"));
    }

    private Response entries(Call call) {
        int last = call.number("last", USUAL_ENTRIES, MOST);
        return Reply.json(Map.of(
                "items",
                recent.entries(filter(call), last).stream()
                        .map(JournalOperations::told)
                        .toList()));
    }

    private Response failures(Call call) {
        int last = call.number("last", USUAL_FAILURES, MOST);
        return Reply.json(Map.of(
                "items",
                recent.failures(call.text("route"), call.text("reason"), last).stream()
                        .map(JournalOperations::told)
                        .toList()));
    }

    private Response stream(Call call) {
        if (open.incrementAndGet() > MOST_STREAMS) {
            open.decrementAndGet();
            throw AdminRefusal.conflict(MOST_STREAMS + " streams are open, which is the most");
        }
        EventStream stream = new EventStream(recent.follow(filter(call)), JournalOperations::told);
        streams.add(stream);
        return Reply.stream(stream).onEnd(outcome -> {
            stream.close();
            if (streams.remove(stream)) {
                open.decrementAndGet();
            }
        });
    }

    static Map<String, Object> told(JournalEntry entry) {
        Map<String, Object> told = withoutExchange(entry);
        told.put("exchange", entry.exchange().map(JournalOperations::told).orElse(null));
        return told;
    }

    private static Map<String, Object> withoutExchange(JournalEntry entry) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", entry.id());
        told.put("at", entry.at().toString());
        told.put("where", entry.where());
        told.put("kind", entry.kind());
        told.put("failed", entry.failed());
        told.put("text", entry.text());
        told.put("details", entry.details());
        return told;
    }

    private static Map<String, Object> told(JournalExchange exchange) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", exchange.id());
        told.put("method", exchange.method());
        told.put("host", exchange.host());
        told.put("target", exchange.target());
        told.put("route", exchange.route());
        told.put("traceId", exchange.traceId().orElse(null));
        return told;
    }

    private static Map<String, Object> told(JournalFailure failure) {
        Map<String, Object> told = told(failure.exchange());
        told.put("at", failure.at().toString());
        told.put("client", failure.client());
        told.put("status", failure.status());
        told.put("reason", failure.reason());
        told.put("step", failure.step());
        told.put("upstream", failure.upstream().orElse(null));
        told.put("attempts", failure.attempts());
        told.put("duration", failure.duration().toNanos() / NANOS);
        told.put(
                "decisions",
                failure.decisions().stream()
                        .map(JournalOperations::withoutExchange)
                        .toList());
        return told;
    }

    /** Ends the streams. */
    @Override
    public void close() {
        streams.forEach(EventStream::close);
    }
}
