package dev.sluice.middlewares.hedge;

import dev.sluice.core.Client;
import dev.sluice.core.Fields;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The interim responses (1xx) of a hedged exchange. Those of a single attempt are sent at once, and then no attempt is
 * added any more, since the client knows of that one. With several attempts they are held until one has won. Guarded by
 * its own lock, which is not held while sending.
 */
final class Interims {
    private static final int MOST = 8;

    private final Client client;
    private List<Held> held = List.of();
    private boolean sent;
    private boolean holding;

    private record Held(int attempt, Status status, Fields fields) {}

    Interims(Client client) {
        this.client = client;
    }

    /** Takes the interim responses of an attempt. */
    BiConsumer<Status, Fields> of(int attempt) {
        return (status, fields) -> {
            if (!held(attempt, status, fields)) {
                client.inform(status, fields);
            }
        };
    }

    private synchronized boolean held(int attempt, Status status, Fields fields) {
        sent = sent || !holding;
        if (holding && held.size() < MOST) {
            held = new ArrayList<>(held);
            held.add(new Held(attempt, status, fields));
        }
        return holding;
    }

    /** Holds interim responses from now on; returns false if the client has been sent one already. */
    synchronized boolean hold() {
        holding = !sent;
        return holding;
    }

    /** Sends the interim responses of the attempt that has won. */
    void sendOf(int attempt) {
        List<Held> all;
        synchronized (this) {
            all = List.copyOf(held);
        }
        all.stream().filter(one -> one.attempt() == attempt).forEach(one -> client.inform(one.status(), one.fields()));
    }
}
