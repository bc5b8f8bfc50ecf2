package dev.sluice.cli;

import dev.sluice.observe.Build;

/** What {@code --version} prints. */
final class Version {
    private Version() {}

    /** Our version and the JVM's. */
    static String text() {
        return "sluice " + Build.version() + ", Java " + Runtime.version();
    }
}
