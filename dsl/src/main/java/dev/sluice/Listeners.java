package dev.sluice;

import dev.sluice.model.Model;
import dev.sluice.server.ListenOptions;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The listeners of one start of a program, by name. Thread-safe: changes exclude one another; who asks sees the listeners
 * before a change or those behind it.
 */
final class Listeners {
    private final Live live;
    private final UnaryOperator<String> title;
    private volatile Map<String, Listener> now = Map.of();
    /** Those that have been taken out and may still drain. */
    private final Map<Listener, Boolean> leaving = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param title what messages call a listener, by its name
     */
    Listeners(Live live, UnaryOperator<String> title) {
        this.live = live;
        this.title = title;
    }

    /** Those that a model has. */
    static Map<String, ListenOptions> of(Model model) {
        Map<String, ListenOptions> all = new LinkedHashMap<>();
        model.listeners().forEach((name, listener) -> {
            if (listener.options() instanceof ListenOptions options) {
                all.put(name, options);
            }
        });
        return all;
    }

    /**
     * Brings the listeners to others: starts those that are new, changes what can be changed while it runs, and takes away
     * those whose address another one wants. The rest goes when the change is {@link ListenersChange#done() done}.
     *
     * @param model that they are to serve
     * @return the change, which can be undone
     * @throws ProgramException naming every mistake; then nothing has changed
     * @throws IllegalStateException if an address cannot be bound; then nothing has changed
     */
    synchronized ListenersChange change(Map<String, ListenOptions> wanted, Model model) {
        ListenerChecks.check(wanted, model, live.ticker().now(), title);
        ListenersChange change = new ListenersChange(this, now, live, ListenerChecks.descriptorsPerExchange(model));
        change.to(wanted);
        return change;
    }

    /** What a change has come to. */
    synchronized void become(Map<String, Listener> changed) {
        now = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    /**
     * Lets a listener drain on a thread of its own.
     *
     * @param atOnce without its drain delay
     */
    Thread leave(Listener listener, boolean atOnce) {
        leaving.put(listener, true);
        return Thread.ofVirtual().name("sluice-listener-leaves").start(() -> {
            try {
                if (atOnce) {
                    listener.server().stopAtOnce();
                } else {
                    listener.server().stop();
                }
            } finally {
                leaving.remove(listener);
            }
        });
    }

    Map<String, Listener> byName() {
        return now;
    }

    Collection<Listener> all() {
        return now.values();
    }

    /** Waits until all are stopped. An interrupt ends the wait, and is kept. */
    @SuppressWarnings("ReferenceEquality") // each change puts another map in the place of this one
    void awaitStop() {
        while (true) {
            Map<String, Listener> before = now;
            before.values().forEach(listener -> listener.server().awaitStop());
            synchronized (this) {
                if (before == now || Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    }

    /** Stops all at the same time, also those that drain, and waits for them. An interrupt ends the drain delay of each. */
    void stop() {
        List<Thread> stops = Stream.concat(all().stream(), leaving.keySet().stream())
                .map(listener -> Thread.ofVirtual()
                        .name("sluice-listener-stops")
                        .start(() -> listener.server().stop()))
                .toList();
        boolean interrupted = false;
        for (Thread stop : stops) {
            while (stop.isAlive()) {
                try {
                    stop.join();
                } catch (InterruptedException told) {
                    interrupted = true;
                    stops.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
