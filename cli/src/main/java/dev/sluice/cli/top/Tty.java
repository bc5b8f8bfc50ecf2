package dev.sluice.cli.top;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/**
 * The terminal of the process, while it shows a screen of ours: raw, without a cursor, on its second page. Whatever ends the
 * process, it is left as it was found. Thread-safe.
 */
final class Tty implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final Size USUAL = new Size(80, 24);
    private static final Logger JLINE = Logger.getLogger("org.jline"); // kept, or its level is forgotten

    private final Terminal terminal;
    private final boolean colours;
    private final Attributes found;
    private boolean shown;

    private Tty(Terminal terminal, boolean colours) {
        this.terminal = terminal;
        this.colours = colours;
        found = terminal.getAttributes();
    }

    /** Empty if the standard output, or the standard input, is none. */
    static Optional<Tty> open(boolean colours) {
        JLINE.setLevel(Level.OFF);
        try {
            // by stty: the other providers need native code, which the JVM warns of
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                    .provider("exec")
                    .dumb(false)
                    .nativeSignals(true)
                    .build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return Optional.empty();
            }
            return Optional.of(new Tty(terminal, colours));
        } catch (IOException | IllegalStateException none) {
            return Optional.empty();
        }
    }

    /** Runs an action, on a thread of its own, whenever a signal comes. */
    void on(Signal signal, Runnable action) {
        terminal.handle(signal, which -> action.run());
    }

    Keys keys() {
        return new Keys(terminal.reader()::read);
    }

    /** How large it is now. */
    Size size() {
        Size size = terminal.getSize();
        return size.getColumns() > 0 && size.getRows() > 0 ? size : USUAL;
    }

    synchronized void enter() {
        terminal.enterRawMode();
        shown = true;
        write(ENTER);
    }

    /** As it was found; does nothing if it is. */
    synchronized void leave() {
        if (shown) {
            shown = false;
            write(LEAVE);
            terminal.setAttributes(found);
        }
    }

    /** Shows lines, from the top. */
    synchronized void draw(List<Line> lines) {
        if (!shown) {
            return;
        }
        StringBuilder all = new StringBuilder();
        for (int row = 0; row < lines.size(); row++) {
            Line line = lines.get(row);
            all.append("\u001b[").append(row + 1).append(";1H");
            all.append(line.look().around(line.text(), colours)).append("\u001b[K");
        }
        write(all + "\u001b[J");
    }

    private void write(String text) {
        terminal.writer().print(text);
        terminal.writer().flush();
    }

    @Override
    public void close() {
        leave();
        try {
            terminal.close();
        } catch (IOException failed) {
            // it is left as it was found already
        }
    }
}
