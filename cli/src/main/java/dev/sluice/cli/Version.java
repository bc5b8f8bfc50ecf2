package dev.sluice.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: our version, from the jar, and the JVM's. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String ours = Main.class.getPackage().getImplementationVersion();
        return new String[] {"sluice " + (ours == null ? "development" : ours) + ", Java " + Runtime.version()};
    }
}
