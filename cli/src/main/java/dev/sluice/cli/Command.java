package dev.sluice.cli;

import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What all commands have in common. */
final class Command {
    private static final int WIDTH = 100;
    private static final int OPTION_WIDTH = 34;

    static { // what picocli would look for by reflection at each start: converters that we do not use, and Groovy
        System.setProperty("picocli.converters.excludes", ".*");
        System.setProperty("picocli.disable.closures", "true");
    }

    private Command() {}

    /**
     * A command that can tell its help and its version.
     *
     * @param command what picocli returns for it
     * @param own its options without a heading
     * @param titled its options with one
     */
    static CommandSpec of(Object command, String description, Options own, Options... titled) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).versionProvider(new Version());
        spec.parser().separator(" ").collectErrors(true);
        spec.usageMessage()
                .description(description)
                .width(WIDTH)
                .longOptionsMaxWidth(OPTION_WIDTH)
                .sortOptions(false);
        own.addTo(spec);
        spec.addOption(help()).addOption(version());
        for (Options part : titled) {
            part.addTo(spec);
        }
        return spec;
    }

    /** Says at the end of a help what may be typed: each line a command that can be pasted as it is. */
    static void examples(CommandSpec spec, String... commands) {
        spec.usageMessage().footerHeading("%nExamples:%n");
        spec.usageMessage()
                .footer(Arrays.stream(commands).map(one -> "  " + one).toArray(String[]::new));
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build();
    }

    private static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build();
    }
}
