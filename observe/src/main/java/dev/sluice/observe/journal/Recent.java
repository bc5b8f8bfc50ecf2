package dev.sluice.observe.journal;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Journal;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.observe.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a program has decided of late: the last entries of its journal, and the last exchanges that were refused or have failed,
 * each with what was decided about it. Both are bounded; texts of clients are cut, and secrets in targets hidden. Thread-safe;
 * a note takes a short lock.
 */
public final class Recent implements AutoCloseable {
    /** The reason of an exchange that an upstream has answered with 5xx by itself. */
    public static final String UPSTREAM_STATUS = "upstream-status";

    private static final int MOST_DECISIONS = 64;
    private static final int FOLLOWED = 1000;
    private static final int MOST_FOLLOWERS = 256;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final Observed program;
    private final int mostEntries;
    private final int mostFailures;
    private final Deque<Note> notes = new ArrayDeque<>();
    private final Deque<Failed> failures = new ArrayDeque<>();
    private final Set<JournalFollower> followers = ConcurrentHashMap.newKeySet();
    private final Registration reading;
    private long lastId;

    /** A failure, and the notes about it, not yet in words. */
    private record Failed(JournalFailure without, List<Note> notes) {
        JournalFailure whole() {
            return without.with(notes.stream().map(Note::shown).toList());
        }
    }

    /**
     * Remembers from now on.
     *
     * @param program whose journal is read until this is closed
     * @param entries how many at most
     * @param failures how many at most
     */
    public Recent(Observed program, int entries, int failures) {
        this.program = program;
        this.mostEntries = entries;
        this.mostFailures = failures;
        this.reading = program.onDecision(this::decided);
    }

    private void decided(Journal.Entry entry) {
        Instant at = program.ticker().now();
        Note.About about =
                entry.request().map(request -> Note.About.of(request, "")).orElse(null);
        Note note;
        synchronized (notes) {
            note = new Note(++lastId, at, entry.where(), entry.decision(), null, about);
            keep(note);
        }
        tell(note);
    }

    private void keep(Note note) {
        notes.addLast(note);
        if (notes.size() > mostEntries) {
            notes.removeFirst();
        }
    }

    private void tell(Note note) {
        if (!followers.isEmpty()) {
            JournalEntry entry = note.shown();
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
        int status = outcome.status().code();
        String reason = reason(outcome, from, status);
        if (reason.isEmpty()) {
            return;
        }
        Note.About about = Note.About.of(request, from.route());
        Instant now = program.ticker().now();
        Duration lasted = Duration.ofNanos(program.ticker().nanos() - request.receivedAt());
        Note end;
        synchronized (notes) {
            end = new Note(++lastId, now, from.step(), null, told(outcome, status, reason), about);
            keep(end);
            failures.addLast(new Failed(failure(about, now, request, outcome, reason, lasted), about(about.key())));
            if (failures.size() > mostFailures) {
                failures.removeFirst();
            }
        }
        tell(end);
    }

    /** Those about one exchange, the oldest first. */
    private List<Note> about(Note.Key key) {
        Deque<Note> found = new ArrayDeque<>();
        Iterator<Note> newestFirst = notes.descendingIterator();
        while (newestFirst.hasNext() && found.size() < MOST_DECISIONS) {
            Note note = newestFirst.next();
            if (note.isAbout(key)) {
                found.addFirst(note);
            }
        }
        return List.copyOf(found);
    }

    /** Why an exchange is worth remembering; empty if it is not. */
    private static String reason(Outcome outcome, Provenance from, int status) {
        if (outcome.bug().isPresent()) {
            return "bug";
        }
        if (outcome.failure().isPresent()) {
            return outcome.failure().get().reason();
        }
        if (outcome.ending() == Outcome.Ending.BROKEN) {
            return "broken";
        }
        if (status >= BAD_REQUEST && !from.reason().isEmpty()) {
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

    private static JournalFailure failure(
            Note.About about, Instant now, Request request, Outcome outcome, String reason, Duration lasted) {
        Provenance from = outcome.response().provenance();
        return new JournalFailure(
                about.shown(),
                now,
                request.client().origin().text(),
                outcome.status().code(),
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
        synchronized (notes) {
            all = new ArrayList<>(notes);
        }
        return all.reversed().stream()
                .map(Note::shown)
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
        synchronized (notes) {
            all = new ArrayList<>(failures);
        }
        return all.reversed().stream()
                .filter(one ->
                        route.isEmpty() || one.without().exchange().route().equals(route))
                .filter(one -> reason.isEmpty() || one.without().reason().equals(reason))
                .limit(most)
                .map(Failed::whole)
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
        JournalFollower follower = new JournalFollower(filter, FOLLOWED, followers::remove);
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
