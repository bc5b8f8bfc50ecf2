package dev.sluice.server.rules;

import dev.sluice.core.Cancellation.Registration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The actions that run when the client leaves before its exchange has ended. Guarded by its own lock, which is not held
 * while they run.
 */
public final class Leaving {
    /** The latest action, which leads to the earlier ones: most exchanges have one, so a list would cost more than it. */
    private @Nullable Action latest;

    private boolean left;
    private volatile boolean over;

    /** An action until it is cancelled. */
    private final class Action implements Registration {
        private final Runnable what;
        private @Nullable Action earlier;

        Action(Runnable what) {
            this.what = what;
        }

        @Override
        public void cancel() {
            remove(this);
        }
    }

    public Registration before(Runnable action) {
        Action one = new Action(action);
        boolean now;
        synchronized (this) {
            now = left;
            if (!now && !over) {
                one.earlier = latest;
                latest = one;
            }
        }
        if (now) {
            action.run();
        }
        return one;
    }

    private synchronized void remove(Action cancelled) {
        if (latest == cancelled) {
            latest = cancelled.earlier;
            return;
        }
        for (Action one = latest; one != null; one = one.earlier) {
            if (one.earlier == cancelled) {
                one.earlier = cancelled.earlier;
                return;
            }
        }
    }

    public void left() {
        Deque<Runnable> all = new ArrayDeque<>();
        synchronized (this) {
            left = true;
            for (Action one = over ? null : latest; one != null; one = one.earlier) {
                all.addFirst(one.what);
            }
            latest = null;
        }
        all.forEach(Runnable::run);
    }

    public void over() {
        over = true;
    }
}
