package dev.sluice;

import dev.sluice.core.options.MistakesException;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.RunningServer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A change of listeners that was made and can be undone, or be confirmed. A listener stays if its options do, or can be
 * changed while it runs. Else another takes its place: beside it, if the address is another one; behind it, if it is the
 * same, and in between nobody listens for some milliseconds. Used by one thread.
 */
final class ListenersChange {
    private static final System.Logger LOGGER = System.getLogger(ListenersChange.class.getName());
    private static final Duration GLANCE = Duration.ofMillis(2);
    private static final int GLANCES = 2_000;

    private final Listeners listeners;
    private final Live live;
    private final int descriptors;
    private final Map<String, Listener> before;
    private final Map<String, Listener> leaving;
    private final Map<String, Listener> after = new LinkedHashMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /**
     * Nothing has changed yet.
     *
     * @param before those that run
     * @param descriptors that an exchange may need
     */
    ListenersChange(Listeners listeners, Map<String, Listener> before, Live live, int descriptors) {
        this.listeners = listeners;
        this.before = new LinkedHashMap<>(before);
        this.leaving = new LinkedHashMap<>(before);
        this.live = live;
        this.descriptors = descriptors;
    }

    /**
     * Makes it, or leaves everything as it was.
     *
     * @throws ProgramException naming everything that is wrong with names and files
     * @throws IllegalStateException if an address cannot be bound
     */
    void to(Map<String, ListenOptions> wanted) {
        try {
            wanted.forEach(this::keep);
            wanted.forEach((name, options) -> startUnless(isTaken(options), name, options));
            wanted.forEach((name, options) -> startUnless(false, name, options));
            wanted.keySet().forEach(this::inOrder);
        } catch (MistakesException mistakes) {
            undo();
            throw new ProgramException(mistakes.mistakes());
        } catch (RuntimeException | Error failed) {
            undo();
            throw failed;
        }
    }

    private void inOrder(String name) {
        Listener listener = after.remove(name);
        if (listener != null) {
            after.put(name, listener);
        }
    }

    private void keep(String name, ListenOptions options) {
        Listener running = before.get(name);
        if (running == null || !running.options().changesAliveTo(options)) {
            return;
        }
        if (!running.options().equals(options)) {
            running.server().change(options);
            undo.push(() -> running.server().change(running.options()));
        }
        leaving.remove(name);
        after.put(name, new Listener(options, running.server()));
    }

    /** Whether a listener that leaves still has the address. */
    private boolean isTaken(ListenOptions options) {
        return leaving.values().stream().anyMatch(one -> overlaps(one.options(), options));
    }

    /** Port 0 is never another's. Hosts are not compared: an address may be among all addresses. */
    private static boolean overlaps(ListenOptions one, ListenOptions other) {
        return (one.unixSocket().isPresent() || other.unixSocket().isPresent())
                ? one.unixSocket().equals(other.unixSocket())
                : one.port() == other.port() && one.port() != 0;
    }

    private void startUnless(boolean later, String name, ListenOptions options) {
        if (later || after.containsKey(name)) {
            return;
        }
        free(options);
        Listener started = Listener.start(options, live, descriptors);
        undo.push(() -> started.server().stopAtOnce());
        after.put(name, started);
    }

    private void free(ListenOptions options) {
        for (Map.Entry<String, Listener> one : Map.copyOf(leaving).entrySet()) {
            ListenOptions old = one.getValue().options();
            if (overlaps(old, options)) {
                leaving.remove(one.getKey());
                undo.push(() -> before.put(one.getKey(), Listener.start(old, live, descriptors)));
                Thread leaves = listeners.leave(one.getValue(), true);
                for (int i = 0; i < GLANCES && leaves.isAlive() && !RunningServer.isFree(old); i++) {
                    live.ticker().sleep(GLANCE);
                }
            }
        }
    }

    /** Takes all of it back. What cannot be taken back is logged. */
    void undo() {
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (RuntimeException failed) {
                LOGGER.log(Level.ERROR, "a listener could not be brought back to what it was", failed);
            }
        }
        listeners.become(before);
    }

    /** Lets those go that are not wanted any more. */
    void done() {
        listeners.become(after);
        leaving.values().forEach(listener -> listeners.leave(listener, false));
    }
}
