package dev.sluice.cli;

/** What every command can be asked for instead of being run: its help, and the version. */
final class Asked {
    private final Option<Boolean> help;
    private final Option<Boolean> version;

    /** Adds both to the options of a command. */
    Asked(Options options) {
        help = options.flag("-h", "--help", "Show this help message and exit.");
        version = options.flag("-V", "--version", "Print version information and exit.");
    }

    boolean help() {
        return help.isSet();
    }

    boolean version() {
        return version.isSet();
    }
}
