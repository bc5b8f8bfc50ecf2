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

    void run(List<SideEffect> effects, BreakerEvent event) {
        effects.forEach(effect -> executor.execute(() -> run(effect, event)));
    }

    /** Logs what an effect throws: it runs on a thread of its own, where nobody else would see it. */
    private static void run(SideEffect effect, BreakerEvent event) {
        try {
            effect.run(event);
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "side effect failed: " + effect.name(), failed);
        }
    }
}
