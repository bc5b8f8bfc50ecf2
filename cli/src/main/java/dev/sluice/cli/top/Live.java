package dev.sluice.cli.top;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;

/** Shows a state on a terminal, changes it by keys and by what the poller brings, and draws it when it has changed. */
final class Live {
    private static final long LOOK_MILLIS = 100;

    private final Tty terminal;
    private final AtomicBoolean resized = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean continued = new AtomicBoolean();
    private State state;

    Live(Tty terminal, State first) {
        this.terminal = terminal;
        state = first;
    }

    synchronized void change(UnaryOperator<State> change) {
        state = change.apply(state);
    }

    private synchronized State state() {
        return state;
    }

    /** Until a person ends it. */
    void run(Poller poller) throws IOException {
        Thread hook = new Thread(terminal::leave, "sluice-terminal");
        Runtime.getRuntime().addShutdownHook(hook);
        terminal.on(Signal.WINCH, () -> resized.set(true));
        terminal.on(Signal.INT, () -> change(State::ended));
        terminal.on(Signal.TSTP, () -> stopped.set(true));
        terminal.on(Signal.CONT, () -> continued.set(true));
        try {
            terminal.enter();
            show(poller);
        } finally {
            terminal.leave();
        }
    }

    private void show(Poller poller) throws IOException {
        Keys keys = terminal.keys();
        Size size = terminal.size();
        State drawn = State.FIRST;
        boolean stale = true;
        for (State now = state(); !now.done(); now = state()) {
            if (stopped.getAndSet(false)) {
                stop();
            }
            if (continued.getAndSet(false)) {
                terminal.enter();
                resized.set(true);
            }
            if (resized.getAndSet(false)) {
                size = terminal.size();
                stale = true;
            }
            if (stale || !now.equals(drawn)) {
                terminal.draw(Screen.draw(now, size.getColumns(), size.getRows()));
                drawn = now;
                stale = false;
            }
            Key key = keys.next(LOOK_MILLIS);
            change(before -> before.after(key));
            poller.ask(state());
        }
    }

    /** As Ctrl-Z does by itself: the signal was caught, to leave the terminal in order first. */
    private void stop() throws IOException {
        terminal.leave();
        Process kill = new ProcessBuilder(
                        "kill", "-STOP", String.valueOf(ProcessHandle.current().pid()))
                .start();
        try {
            kill.waitFor();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        continued.set(true);
    }
}
