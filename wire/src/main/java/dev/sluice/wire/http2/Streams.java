package dev.sluice.wire.http2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of a connection, and their numbers (RFC 9113 §5.1.1). Guarded by the connection's lock. */
@SuppressWarnings("NonAtomicVolatileUpdate") // updates are made with the lock
final class Streams {
    /** How many streams that were reset by this side are remembered: frames that were on their way are ignored. */
    private static final int FORGOTTEN = 1024;

    /** How many gaps in a client's numbers are remembered, the newest: clients have no reason to leave any. */
    private static final int SKIPPED = 16;

    private final boolean server;
    private final StreamTable all = new StreamTable();
    /** Read also without the lock. */
    private volatile int open;
    /** The last number that a client has used; read also without the lock. */
    private volatile int last;

    /** Numbers between two of a client's that it will never use. */
    private record Gap(int from, int to) {}

    private final List<Gap> skipped = new ArrayList<>();
    private int[] forgotten = {};
    private int forgottenAt;

    Streams(boolean server) {
        this.server = server;
        this.last = server ? 0 : -1;
    }

    /** How many places are taken. */
    int open() {
        return open;
    }

    void reserve() {
        open++;
    }

    void free() {
        open--;
    }

    boolean hasNumbers() {
        return last < Integer.MAX_VALUE - 2;
    }

    int next() {
        last += 2;
        return last;
    }

    /** A client has begun a stream, and by it closed those below that it has not used. */
    void begun(int id) {
        if (id > last + 2) {
            if (skipped.size() == SKIPPED) {
                skipped.removeFirst();
            }
            skipped.add(new Gap(last + 1, id - 1));
        }
        last = id;
    }

    /** Whether a stream was closed by the beginning of a later one, and not by its end. */
    boolean isSkipped(int id) {
        return skipped.stream().anyMatch(gap -> gap.from() <= id && id <= gap.to());
    }

    /** The last stream that the client has begun. */
    int last() {
        return server ? last : 0;
    }

    /** Whether nothing has been said about a stream yet. */
    boolean isIdle(int id) {
        return id > last || (id & 1) == 0;
    }

    void put(Http2Stream stream) {
        all.put(stream);
    }

    @Nullable
    Http2Stream get(int id) {
        return all.get(id);
    }

    void remove(int id) {
        all.remove(id);
    }

    List<Http2Stream> all() {
        return all.all();
    }

    List<Http2Stream> after(int id) {
        return all.all().stream().filter(stream -> stream.id() > id).toList();
    }

    /** This side has reset a stream. */
    void forgotten(int id) {
        if (forgottenAt == forgotten.length && forgotten.length < FORGOTTEN) {
            forgotten = Arrays.copyOf(forgotten, forgotten.length == 0 ? 8 : forgotten.length * 2);
        }
        forgottenAt %= forgotten.length;
        forgotten[forgottenAt++] = id;
    }

    boolean isForgotten(int id) {
        for (int known : forgotten) {
            if (known == id) {
                return true;
            }
        }
        return false;
    }
}
