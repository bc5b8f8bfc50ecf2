package dev.sluice.observe.journal;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Grpc;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.observe.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a program has decided of late: the last entries of its journal, and the last exchanges that were refused or have failed,
 * each with what was decided about it. All of it is bounded; texts are cut, and secrets in targets hidden. Many requests do
 * not displace what is rare: entries that concern no request are kept apart from those that do, and exchanges that were
 * refused (below 500) apart from those that failed. Thread-safe; a note takes a short lock.
 */
public final class Recent implements AutoCloseable {
    /** The reason of an exchange that an upstream has answered with 5xx by itself. */
    public static final String UPSTREAM_STATUS = "upstream-status";

    private static final int FOLLOWED = 1000;
    private static final int MOST_FOLLOWERS = 256;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final Observed program;
    private final int mostEntries;
    private final int mostFailures;
    private final Object lock = new Object();
    private final Deque<Note> ofRequests = new ArrayDeque<>();
    private final Deque<Note> ofState = new ArrayDeque<>();
    private final Deque<Failed> refused = new ArrayDeque<>();
    private final Deque<Failed> failed = new ArrayDeque<>();
    private final NotedExchanges underWay = new NotedExchanges();
    private final Hidden hidden = new Hidden();
    private final Set<JournalFollower> followers = ConcurrentHashMap.newKeySet();
    private final Registration reading;
    private long lastId;

    /** A failure, and the notes about it, not yet in words. */
    private record Failed(JournalFailure without, List<Note> notes) {
        /** Of the last note, which tells of the end. */
        long id() {
            return notes.getLast().id();
        }

        JournalFailure whole(Hidden hidden) {
            return without.with(notes.stream().map(note -> note.shown(hidden)).toList());
        }
    }

    /**
     * Remembers from now on.
     *
     * @param program whose journal is read until this is closed
     * @param entries how many at most, of those that concern a request and of the others
     * @param failures how many at most, of those that were refused and of those that failed
     */
    public Recent(Observed program, int entries, int failures) {
        this.program = program;
        this.mostEntries = entries;
        this.mostFailures = failures;
        this.reading = program.onDecision(this::decided);
    }

    /**
     * Hides the values of more parameters in targets, besides {@link
     * dev.sluice.middlewares.trace.TraceOptions#SECRET_PARAMETERS}: from now on, also in entries from before.
     *
     * @param parameters names in lower case
     */
    public void hide(Set<String> parameters) {
        hidden.add(parameters);
    }

    private void decided(Journal.Entry entry) {
        Instant at = program.ticker().now();
        // what may be long is cut at once; what every request has becomes words when somebody asks
        Told told = isShort(entry.decision()) ? null : DecisionText.of(entry.decision());
        Request request = entry.request().orElse(null);
        Note.About about = request == null ? null : Note.About.of(request, "");
        Note note;
        synchronized (lock) {
            NotedExchanges.Known known = request == null ? null : underWay.of(request);
            long number = known == null ? 0 : known.number();
            note = new Note(++lastId, at, entry.where(), entry.decision(), told, about, number);
            add(about == null ? ofState : ofRequests, note, mostEntries);
            if (known != null) {
                known.add(note);
            }
        }
        tell(note);
    }

    private static boolean isShort(Decision decision) {
        return decision instanceof Decision.Picked || decision instanceof Decision.Attempted;
    }

    private static <T> void add(Deque<T> all, T one, int most) {
        all.addLast(one);
        if (all.size() > most) {
            all.removeFirst();
        }
    }

    private void tell(Note note) {
        if (!followers.isEmpty()) {
            JournalEntry entry = note.shown(hidden);
            followers.forEach(follower -> follower.offer(entry));
        }
    }

    /**
     * An exchange has ended. Nothing is kept of one that went well.
     *
     * @param request as received
     * @param outcome how it ended
     */
    public void record(Request request, Outcome outcome) {
        Provenance from = outcome.response().provenance();
        int status = outcome.countedStatus();
        String reason = reason(outcome, from, status);
        if (reason.isEmpty()) {
            synchronized (lock) {
                underWay.end(request);
            }
            return;
        }
        Note.About about = Note.About.of(request, from.route());
        Instant now = program.ticker().now();
        Duration lasted = Duration.ofNanos(program.ticker().nanos() - request.receivedAt());
        Note end;
        synchronized (lock) {
            NotedExchanges.Known known = underWay.of(request);
            underWay.end(request);
            end = new Note(++lastId, now, from.step(), null, told(outcome, status, reason), about, known.number());
            add(ofRequests, end, mostEntries);
            List<Note> all = new ArrayList<>(known.notes());
            all.add(end);
            Failed one = new Failed(failure(end, request, outcome, reason, lasted), all);
            add(status < SERVER_ERROR ? refused : failed, one, mostFailures);
        }
        tell(end);
    }

    /** Why an exchange is worth remembering; empty if it is not. */
    private static String reason(Outcome outcome, Provenance from, int status) {
        if (outcome.reason().isPresent()) {
            return outcome.reason().get();
        }
        if (outcome.ending() == Outcome.Ending.BROKEN) {
            return "broken";
        }
        boolean refused =
                status >= BAD_REQUEST || Grpc.status(outcome.response()).orElse(0) > 0;
        if (refused && !from.reason().isEmpty()) {
            return from.reason();
        }
        return status >= SERVER_ERROR ? UPSTREAM_STATUS : "";
    }

    private static Told told(Outcome outcome, int status, String reason) {
        Provenance from = outcome.response().provenance();
        boolean network = outcome.failure().isPresent() || outcome.ending() == Outcome.Ending.BROKEN;
        String step = from.step().isEmpty() ? "" : " by " + from.step();
        return Told.of(network ? "Failed" : "Rejected", "answered " + status + step + ": " + reason)
                .to(from.upstream())
                .with("status", status)
                .with("reason", reason)
                .with("attempts", from.attempts())
                .asFailed();
    }

    private JournalFailure failure(Note end, Request request, Outcome outcome, String reason, Duration lasted) {
        Provenance from = outcome.response().provenance();
        return new JournalFailure(
                end.shown(hidden).exchange().orElseThrow(),
                end.at(),
                request.client().origin().text(),
                outcome.countedStatus(),
                reason,
                from.step(),
                from.upstream().map(Object::toString),
                from.attempts(),
                lasted,
                List.of());
    }

    /**
     * The last entries.
     *
     * @param filter which
     * @param most how many at most
     * @return the newest first
     */
    public List<JournalEntry> entries(JournalFilter filter, int most) {
        List<Note> all;
        synchronized (lock) {
            all = new ArrayList<>(ofRequests);
            all.addAll(ofState);
        }
        return all.stream()
                .sorted(Comparator.comparingLong(Note::id).reversed())
                .map(note -> note.shown(hidden))
                .filter(filter::takes)
                .limit(most)
                .toList();
    }

    /**
     * The last exchanges that were refused or have failed.
     *
     * @param route of which route; empty for all
     * @param reason for which reason; empty for all
     * @param most how many at most
     * @return the newest first
     */
    public List<JournalFailure> failures(String route, String reason, int most) {
        List<Failed> all;
        synchronized (lock) {
            all = new ArrayList<>(failed);
            all.addAll(refused);
        }
        return all.stream()
                .sorted(Comparator.comparingLong(Failed::id).reversed())
                .filter(one ->
                        route.isEmpty() || one.without().exchange().route().equals(route))
                .filter(one -> reason.isEmpty() || one.without().reason().equals(reason))
                .limit(most)
                .map(one -> one.whole(hidden))
                .toList();
    }

    /**
     * Follows the entries from now on.
     *
     * @param filter which
     * @return to be read, and closed
     * @throws IllegalStateException if too many follow already
     */
    public JournalFollower follow(JournalFilter filter) {
        if (followers.size() >= MOST_FOLLOWERS) {
            throw new IllegalStateException(MOST_FOLLOWERS + " readers follow the journal, which is the most");
        }
        JournalFollower follower = new JournalFollower(filter, FOLLOWED, program.ticker(), followers::remove);
        followers.add(follower);
        return follower;
    }

    /** Reads no more, and lets go of those who follow. */
    @Override
    public void close() {
        reading.cancel();
        followers.forEach(JournalFollower::close);
    }
}
