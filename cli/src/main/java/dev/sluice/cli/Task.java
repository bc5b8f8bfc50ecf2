package dev.sluice.cli;

import dev.sluice.Proxy;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** A command that runs a proxy: its mistakes are told together with those of the command line, before it starts. */
interface Task {
    /** What can be typed for it. */
    CommandSpec spec();

    /**
     * What to run.
     *
     * @throws IllegalArgumentException if it cannot be run as it was typed
     */
    Proxy program() throws IOException;

    /** Runs it until the process is told to end. */
    void run(Proxy proxy);
}
