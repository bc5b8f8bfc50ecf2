package dev.sluice.server;

import dev.sluice.core.Cancellation.Registration;
import java.util.ArrayList;
import java.util.List;

/** What to do when the client leaves before its exchange is over. Guarded by its own lock, never while calling. */
final class Leaving {
    private final List<Runnable> actions = new ArrayList<>(1);
    private boolean left;
    private volatile boolean over;

    Registration before(Runnable action) {
        boolean now;
        synchronized (this) {
            now = left;
            if (!now && !over) {
                actions.add(action);
            }
        }
        if (now) {
            action.run();
        }
        return () -> {
            synchronized (this) {
                actions.remove(action);
            }
        };
    }

    void left() {
        List<Runnable> all;
        synchronized (this) {
            left = true;
            all = over ? List.of() : List.copyOf(actions);
            actions.clear();
        }
        all.forEach(Runnable::run);
    }

    void over() {
        over = true;
    }
}
