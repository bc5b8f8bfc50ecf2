package dev.sluice.model;

import dev.sluice.core.Middleware;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was made of a part, with its state. Generations that follow one another share it as long as the part stays where
 * and what it is; the last of them closes it.
 */
final class Instance {
    private final Part<?> part;
    private final Object made;
    private final boolean owned;
    private final Instruments shown;
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * An instance with its first user.
     *
     * @param owned whether it is closed with its last user
     */
    Instance(Part<?> part, Object made, boolean owned, Instruments shown) {
        this.part = part;
        this.made = made;
        this.owned = owned;
        this.shown = shown;
    }

    Object made() {
        return made;
    }

    /** Whether it is what would be made of another part, too. */
    boolean isOf(Part<?> other) {
        return part.equals(other);
    }

    /** One user more. */
    Instance kept() {
        users.incrementAndGet();
        return this;
    }

    /** One user less; the last one closes it. */
    void release() {
        if (users.decrementAndGet() > 0) {
            return;
        }
        shown.forget();
        if (!owned) {
            return;
        }
        if (made instanceof Middleware middleware) {
            middleware.close();
        } else if (made instanceof AutoCloseable handler) {
            close(handler);
        }
    }

    private void close(AutoCloseable handler) {
        try {
            handler.close();
        } catch (RuntimeException bug) {
            throw bug;
        } catch (Exception checked) {
            throw new IllegalStateException(part.describe() + " could not be closed", checked);
        }
    }
}
