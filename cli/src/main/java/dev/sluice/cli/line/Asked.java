package dev.sluice.cli.line;

/** What every command can be asked for instead of being run: its help, and the version. */
public final class Asked {
    private final Option<Boolean> help;
    private final Option<Boolean> version;

    /** Adds both to the options of a command. */
    public Asked(Options options) {
        help = options.flag("-h", "--help", "Show this help message and exit.");
        version = options.flag("-V", "--version", "Print version information and exit.");
    }

    public boolean help() {
        return help.isSet();
    }

    public boolean version() {
        return version.isSet();
    }
}
