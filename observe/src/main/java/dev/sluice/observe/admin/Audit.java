package dev.sluice.observe.admin;

import dev.sluice.observe.Observed;
import java.lang.System.Logger.Level;

/** One line in the log for each change that was asked for: who, what, and what became of it. Never a body or a token. */
final class Audit {
    private static final System.Logger LOGGER = System.getLogger("dev.sluice.audit");
    private static final int LONGEST = 500;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private final Observed program;

    Audit(Observed program) {
        this.program = program;
    }

    int version() {
        return program.version().number();
    }

    void line(Call call, int before, String result) {
        LOGGER.log(
                Level.INFO,
                "{0} {1} {2}: {3} (version {4} before, {5} now)",
                call.peer(),
                call.request().method(),
                shown(call.request().target() + " " + String.join(" ", call.notes()))
                        .strip(),
                shown(result),
                String.valueOf(before),
                String.valueOf(version()));
    }

    private static boolean breaksLines(int c) {
        return Character.isISOControl(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
    }

    /** On one line, whatever a client has written. */
    private static String shown(String text) {
        StringBuilder line = new StringBuilder();
        text.chars().limit(LONGEST).forEach(c -> line.append(breaksLines(c) ? '?' : (char) c));
        return line.toString();
    }
}
