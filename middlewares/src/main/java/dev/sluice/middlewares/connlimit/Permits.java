package dev.sluice.middlewares.connlimit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The permits of all keys. A key is in the map only while it holds permits, so there are never more keys than
 * exchanges. The entry of a key is changed by {@code ConcurrentHashMap.compute}, under the map's lock of that entry.
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

    /** Takes a permit of a key: it is granted, waiting if there is room in the queue, otherwise refused. */
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

    /** Returns a granted permit. The first request in the queue of its key gets it, if there is one. */
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

    /** Removes a permit from the queue that was refused while it waited. */
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
