package dev.sluice.server.rules;

import dev.sluice.core.Cancellation.Registration;
import java.util.ArrayList;
import java.util.List;

/**
 * The actions that run when the client leaves before its exchange has ended. Guarded by its own lock, which is not held
 * while they run.
 */
public final class Leaving {
    private final List<Runnable> actions = new ArrayList<>(1);
    private boolean left;
    private volatile boolean over;

    public Registration before(Runnable action) {
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

    public void left() {
        List<Runnable> all;
        synchronized (this) {
            left = true;
            all = over ? List.of() : List.copyOf(actions);
            actions.clear();
        }
        all.forEach(Runnable::run);
    }

    public void over() {
        over = true;
    }
}
