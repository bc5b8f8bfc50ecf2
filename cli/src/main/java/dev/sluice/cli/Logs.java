package dev.sluice.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What of the log reaches a terminal, a line each: our own warnings, or all that is worth knowing. */
final class Logs {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
    private static final Logger ALL = Logger.getLogger("");
    private static final Logger HELIDON = Logger.getLogger("io.helidon"); // kept, or its level is forgotten

    private Logs() {}

    static void configure(boolean verbose) {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
        }
        ALL.setLevel(verbose ? Level.INFO : Level.WARNING);
        HELIDON.setLevel(verbose ? Level.INFO : Level.OFF);
    }
}
