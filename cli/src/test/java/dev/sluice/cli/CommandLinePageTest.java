package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of the command line has a row for each option, as it is typed, and for nothing else. */
class CommandLinePageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(-[^`]*)` \\|");

    @Test
    void hasARowForEachOption() throws IOException {
        String page = Files.readString(Path.of("../docs/command-line.md"));
        List<String> rows = ROW.matcher(page)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(new ProxyCommand()
                        .command().options().stream()
                                .flatMap(group -> group.all().stream())
                                .filter(option -> !option.isOperand())
                                .map(CommandLinePageTest::typed)
                                .toList());
    }

    @Test
    void saysWhichOfThemTheDemoHas() throws IOException {
        List<String> proxys = names(new ProxyCommand().command());
        assertThat(names(new DemoCommand().command())).isSubsetOf(proxys).contains("--listen", "--verbose");
    }

    private static List<String> names(Command command) {
        return command.options().stream()
                .flatMap(group -> group.all().stream())
                .flatMap(option -> option.names().stream())
                .toList();
    }

    private static String typed(Option<?> option) {
        String names = String.join(", ", option.names());
        return option.isFlag() ? names : names + " " + option.label();
    }
}
