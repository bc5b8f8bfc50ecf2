package dev.sluice.middlewares.mirror;

import dev.sluice.core.Client;
import dev.sluice.core.Fields;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * The client of a copy: it has the address of the real one, but leaves only when the time is over. Guarded by its own
 * lock, which is not held while an action runs.
 */
final class ShadowClient implements Client {
    private final Peer peer;
    private final Origin origin;
    private final List<Runnable> actions = new ArrayList<>(2);
    private boolean gone;

    ShadowClient(Client real) {
        peer = real.peer();
        origin = real.origin();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    /** Does nothing: a copy has no client to inform. */
    @Override
    public void inform(Status status, Fields fields) {}

    @Override
    public Registration onGone(Runnable action) {
        if (!add(action)) {
            action.run();
        }
        return () -> remove(action);
    }

    private synchronized boolean add(Runnable action) {
        return !gone && actions.add(action);
    }

    private synchronized void remove(Runnable action) {
        actions.remove(action);
    }

    void leave() {
        List<Runnable> all;
        synchronized (this) {
            gone = true;
            all = List.copyOf(actions);
            actions.clear();
        }
        all.forEach(Runnable::run);
    }
}
