package dev.sluice.cli;

/** What {@code --version} prints. */
final class Version {
    private Version() {}

    /** Our version, from the jar, and the JVM's. */
    static String text() {
        String ours = Main.class.getPackage().getImplementationVersion();
        return "sluice " + (ours == null ? "development" : ours) + ", Java " + Runtime.version();
    }
}
