package dev.sluice.forwarder.pool;

import dev.sluice.core.TransferException;
import dev.sluice.core.peer.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The queue of requests that wait for a place: first come, first served, except for clients that have their share
 * already. Guarded by the lock of its pool.
 */
final class Line {
    /**
     * A request that waits.
     *
     * @param client whose request it is
     * @param place completed with a lease, with a connection, a stream or the permission to open a connection
     */
    record Waiting(Origin client, CompletableFuture<Lease> place) implements Turn {}

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
     * The first request that may have a place.
     *
     * @param places knows which clients may have one
     */
    Optional<Waiting> next(Places places) {
        List<Origin> refused = new ArrayList<>();
        for (Waiting next : waiting) {
            if (refused.stream().anyMatch(client -> Places.isSame(client, next.client()))) {
                continue;
            }
            if (places.isOpenTo(next.client())) {
                return Optional.of(next);
            }
            refused.add(next.client());
        }
        return Optional.empty();
    }

    /** All requests fail. */
    void fail(TransferException why) {
        waiting.forEach(one -> one.place().completeExceptionally(why));
        waiting.clear();
    }
}
