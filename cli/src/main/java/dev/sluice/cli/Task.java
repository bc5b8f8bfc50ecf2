package dev.sluice.cli;

import dev.sluice.Proxy;
import java.io.IOException;

/** A command that runs a proxy: its mistakes are told together with those of the command line, before it starts. */
interface Task {
    /** What it is, and what can be typed for it. */
    Command command();

    /** What it was asked for instead, once the command line is parsed. */
    Asked asked();

    /**
     * What to run.
     *
     * @throws IllegalArgumentException if it cannot be run as it was typed
     */
    Proxy program() throws IOException;

    /** Runs it until the process is told to end. */
    void run(Proxy proxy);
}
