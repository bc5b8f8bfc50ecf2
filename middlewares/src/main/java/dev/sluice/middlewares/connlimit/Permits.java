package dev.sluice.middlewares.connlimit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The permits of all keys. A key is remembered only while it holds permits, so there are never more keys than exchanges.
 * Each key's place is changed under the map's own lock of that key, for a few instructions.
 */
final class Permits {
    private static final class Place {
        private int held;
        private final Deque<Permit> waiting = new ArrayDeque<>(0);
    }

    private final ConcurrentHashMap<String, Place> places = new ConcurrentHashMap<>();
    private final int max;
    private final int maxWaiting;

    Permits(int max, int maxWaiting) {
        this.max = max;
        this.maxWaiting = maxWaiting;
    }

    /** Asks for a permit, which is returned granted, refused or waiting. */
    Permit ask(String key) {
        Permit permit = new Permit(key);
        places.compute(key, (same, found) -> {
            Place place = found == null ? new Place() : found;
            if (place.held < max) {
                place.held++;
                permit.settle(Permit.State.GRANTED);
            } else if (place.waiting.size() < maxWaiting) {
                place.waiting.add(permit);
            } else {
                permit.settle(Permit.State.REFUSED);
            }
            return place;
        });
        return permit;
    }

    /** Gives a granted permit back: the first request that waits gets it, or the key may have one exchange more. */
    void release(Permit permit) {
        places.computeIfPresent(permit.key, (same, place) -> handOver(place));
    }

    private static @Nullable Place handOver(Place place) {
        for (Permit next = place.waiting.poll(); next != null; next = place.waiting.poll()) {
            if (next.settle(Permit.State.GRANTED)) {
                return place;
            }
        }
        place.held--;
        return place.held == 0 ? null : place;
    }

    /** Takes a permit that was refused while it waited out of the queue, so that another may wait in its place. */
    void forget(Permit permit) {
        places.computeIfPresent(permit.key, (same, place) -> {
            place.waiting.remove(permit);
            return place;
        });
    }

    /** How many keys hold permits. */
    int keys() {
        return places.size();
    }
}
