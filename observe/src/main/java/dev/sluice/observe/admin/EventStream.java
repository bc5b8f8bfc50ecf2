package dev.sluice.observe.admin;

import dev.sluice.core.Body;
import dev.sluice.observe.journal.JournalEntry;
import dev.sluice.observe.journal.JournalFollower;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Entries of the journal as server-sent events, until it is closed. A comment is sent after {@value #SECONDS} seconds
 * without an entry, so that a client that has left is noticed. For one reader.
 */
final class EventStream implements Body {
    private static final int SECONDS = 15;
    private static final Duration QUIET = Duration.ofSeconds(SECONDS);

    private final JournalFollower follower;
    private final Function<JournalEntry, Map<String, Object>> told;
    private byte[] event = ": the journal\n\n".getBytes(StandardCharsets.UTF_8);
    private int sent;

    EventStream(JournalFollower follower, Function<JournalEntry, Map<String, Object>> told) {
        this.follower = follower;
        this.told = told;
    }

    @Override
    public long length() {
        return UNKNOWN;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (sent == event.length) {
            Optional<byte[]> next = next();
            if (next.isEmpty()) {
                return -1;
            }
            event = next.get();
            sent = 0;
        }
        int count = Math.min(length, event.length - sent);
        System.arraycopy(event, sent, buffer, offset, count);
        sent += count;
        return count;
    }

    private Optional<byte[]> next() {
        Optional<JournalEntry> entry = follower.next(QUIET);
        if (entry.isEmpty() && follower.closed()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        long lost = follower.lost();
        if (lost > 0) {
            text.append("event: lost\ndata: {\"entries\":").append(lost).append("}\n\n");
        }
        entry.ifPresentOrElse(
                one -> text.append("id: ")
                        .append(one.id())
                        .append("\nevent: decision\ndata: ")
                        .append(new String(Reply.written(told.apply(one)), StandardCharsets.UTF_8))
                        .append("\n\n"),
                () -> text.append(": nothing new\n\n"));
        return Optional.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        follower.close();
    }
}
