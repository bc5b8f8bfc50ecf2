package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.remote.CtlCommand;
import dev.sluice.cli.remote.Remote;
import dev.sluice.cli.top.TopCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of {@code top} and {@code ctl} has a row for each command and each option, as they are typed, and no other. */
class TopAndCtlPageTest {
    private static final Pattern OPTION = Pattern.compile("(?m)^\\| `(-[^`]*)` \\|");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\| `([a-z][^`]*)` \\| (.*?) ?\\| .* \\|$");
    private static final Set<String> EVERYWHERE = Set.of("--json", "-h, --help", "-V, --version");

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/observe/top-and-ctl.md"));
    }

    @Test
    void hasARowForEachOptionOfTop() throws IOException {
        assertThat(OPTION.matcher(page()).results().map((MatchResult row) -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(options(new TopCommand().command())
                        .filter(option -> !EVERYWHERE.contains(option))
                        .toList());
    }

    @Test
    void hasARowForEachCommandOfCtlWithItsOptions() throws IOException {
        List<String> rows = COMMAND.matcher(page())
                .results()
                .map((MatchResult row) -> row.group(1) + " " + row.group(2))
                .toList();
        List<String> remote = new Remote()
                .options().all().stream().map(TopAndCtlPageTest::typed).toList();
        assertThat(rows)
                .containsExactlyElementsOf(new CtlCommand()
                        .command().commands().stream()
                                .flatMap(verb -> Stream.concat(Stream.of(verb), verb.commands().stream()))
                                .map(verb -> row(verb, remote))
                                .toList());
    }

    private static String row(Command verb, List<String> remote) {
        List<String> own = options(verb)
                .filter(option -> !EVERYWHERE.contains(option) && !remote.contains(option))
                .map(option -> "`" + option + "`")
                .toList();
        return verb.synopsis().substring("sluice ctl ".length()) + " " + String.join(", ", own);
    }

    private static Stream<String> options(Command command) {
        return command.options().stream()
                .flatMap(group -> group.all().stream())
                .filter(option -> !option.isOperand())
                .map(TopAndCtlPageTest::typed);
    }

    private static String typed(Option<?> option) {
        String names = String.join(", ", option.names());
        return option.isFlag() ? names : names + " " + option.label();
    }
}
