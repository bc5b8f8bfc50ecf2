package dev.sluice.wire.http2;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams by their numbers, which one side counts up by two: an open hash table with linear probing, in which they lie in
 * the order of their numbers as long as they are few beside what it holds, each where it belongs. It is asked about each
 * frame, and makes no objects for that. A peer that chooses numbers that meet makes it look through all open streams,
 * which are few.
 */
final class StreamTable {
    private static final int SMALLEST = 8;

    private @Nullable Http2Stream[] places = new @Nullable Http2Stream[SMALLEST];
    private int size;
    /** How many lie behind the place where they belong, since that was taken. */
    private int displaced;

    private int home(int id) {
        return (id >>> 1) & (places.length - 1);
    }

    private int behind(int place) {
        return (place + 1) & (places.length - 1);
    }

    /** The place of a stream, or the free one where it would be. */
    private int place(int id) {
        int place = home(id);
        for (Http2Stream found = places[place]; found != null && found.id() != id; found = places[place]) {
            place = behind(place);
        }
        return place;
    }

    @Nullable
    Http2Stream get(int id) {
        return places[place(id)];
    }

    void put(Http2Stream stream) {
        if (2 * size >= places.length) {
            List<Http2Stream> all = all();
            places = new @Nullable Http2Stream[2 * places.length];
            displaced = 0;
            all.forEach(this::set);
        }
        set(stream);
        size++;
    }

    private void set(Http2Stream stream) {
        int place = place(stream.id());
        places[place] = stream;
        displaced += place == home(stream.id()) ? 0 : 1;
    }

    /** Takes a stream out, if it is there, and moves those behind it up that it was in the way of. */
    void remove(int id) {
        int free = place(id);
        if (places[free] == null) {
            return;
        }
        size--;
        clear(free, id);
        int next = behind(free);
        for (Http2Stream moved = places[next]; moved != null && displaced > 0; moved = places[next]) {
            clear(next, moved.id());
            set(moved);
            next = behind(next);
        }
    }

    private void clear(int place, int id) {
        places[place] = null;
        displaced -= place == home(id) ? 0 : 1;
    }

    /** All of them, in no order. */
    List<Http2Stream> all() {
        List<Http2Stream> all = new ArrayList<>(size);
        for (Http2Stream stream : places) {
            if (stream != null) {
                all.add(stream);
            }
        }
        return all;
    }
}
