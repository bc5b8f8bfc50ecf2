package dev.sluice.middlewares.circuitbreaker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;

/** Runs side effects beside the exchanges. */
record SideEffects(Executor executor) {
    static final Executor ON_VIRTUAL_THREADS =
            task -> Thread.ofVirtual().name("sluice-side-effect").start(task);

    private static final Logger LOG = System.getLogger(SideEffects.class.getName());

    void run(List<SideEffect> effects) {
        effects.forEach(effect -> executor.execute(() -> run(effect)));
    }

    /** The one place where an exception is logged and left: nobody else would ever see it. */
    private static void run(SideEffect effect) {
        try {
            effect.action().run();
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "side effect failed: " + effect.name(), failed);
        }
    }
}
