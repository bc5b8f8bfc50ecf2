package dev.sluice.forwarder.pool;

import dev.sluice.core.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The queue of requests that wait for a place: first come, first served, except for clients that have their share
 * already. Guarded by the lock of its pool.
 */
final class Line {
    /**
     * A request that waits.
     *
     * @param client whose request it is
     * @param place completed with a lease, with a connection or the permission to open one
     */
    record Waiting(Origin client, CompletableFuture<Lease> place) {}

    private final int max;
    private final int share;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    Line(int max, int sharePercent) {
        this.max = max;
        this.share = Places.share(max, sharePercent);
    }

    int length() {
        return waiting.size();
    }

    /**
     * Whether a request of a client may wait: not if the queue is full, or half full and the client has its share of
     * it.
     */
    boolean isOpenTo(Origin client) {
        int length = waiting.size();
        return length < max && (length < max - max / 2 || share >= max || count(client) < share);
    }

    private long count(Origin client) {
        return waiting.stream()
                .filter(one -> Places.isSame(one.client(), client))
                .count();
    }

    Waiting join(Origin client) {
        Waiting last = new Waiting(client, new CompletableFuture<>());
        waiting.addLast(last);
        return last;
    }

    void leave(Waiting one) {
        waiting.remove(one);
    }

    /**
     * Gives a lease to the first request that may have a place.
     *
     * @param places knows which clients may have one
     * @param lease makes a lease for a client
     * @return whether a request took it
     */
    boolean serve(Places places, Function<Origin, Lease> lease) {
        List<Origin> refused = new ArrayList<>();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting next = all.next();
            if (refused.stream().anyMatch(client -> Places.isSame(client, next.client()))) {
                continue;
            }
            if (!places.isOpenTo(next.client())) {
                refused.add(next.client());
                continue;
            }
            all.remove();
            Lease served = lease.apply(next.client());
            if (next.place().complete(served)) {
                places.add(served);
                return true;
            }
        }
        return false;
    }
}
