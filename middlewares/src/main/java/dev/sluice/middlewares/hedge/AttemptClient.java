package dev.sluice.middlewares.hedge;

import dev.sluice.core.Client;
import dev.sluice.core.Fields;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * The client as one attempt sees it: gone when the client leaves, and also when another attempt has won. Its interim
 * responses go where the exchange decides. Guarded by its own lock, which is not held while an action runs.
 */
final class AttemptClient implements Client {
    private final Client client;
    private final BiConsumer<Status, Fields> interim;
    private final List<Watch> watches = new ArrayList<>(2);
    private boolean lost;

    AttemptClient(Client client, BiConsumer<Status, Fields> interim) {
        this.client = client;
        this.interim = interim;
    }

    /** An action that runs at most once: at the first of two events, unless it was withdrawn before. */
    private static final class Watch implements Runnable {
        private final Runnable action;
        private final AtomicBoolean over = new AtomicBoolean();

        private Watch(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (over.compareAndSet(false, true)) {
                action.run();
            }
        }
    }

    @Override
    public Peer peer() {
        return client.peer();
    }

    @Override
    public Origin origin() {
        return client.origin();
    }

    @Override
    public Client exchange() {
        return client.exchange();
    }

    @Override
    public void inform(Status status, Fields fields) {
        interim.accept(status, fields);
    }

    @Override
    public Registration onGone(Runnable action) {
        Watch watch = new Watch(action);
        if (!add(watch)) {
            watch.run();
        }
        Registration registration = client.onGone(watch);
        return () -> {
            watch.over.set(true);
            registration.cancel();
            remove(watch);
        };
    }

    private synchronized boolean add(Watch watch) {
        return !lost && watches.add(watch);
    }

    private synchronized void remove(Watch watch) {
        watches.remove(watch);
    }

    /** Tells the attempt that another one has won, as if the client had left. */
    void lose() {
        List<Watch> all;
        synchronized (this) {
            lost = true;
            all = List.copyOf(watches);
            watches.clear();
        }
        all.forEach(Watch::run);
    }

    synchronized boolean isLost() {
        return lost;
    }
}
