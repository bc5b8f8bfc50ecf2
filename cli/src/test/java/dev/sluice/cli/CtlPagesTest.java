package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.remote.FakeAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page for those who look for a fault tells them to type is understood. */
class CtlPagesTest {
    private static final Path PAGE = Path.of("..", "docs", "observe", "something-is-wrong.md");
    private static final Pattern COMMAND = Pattern.compile("sluice ctl ([^`#|\\n]+)");
    private static final int USAGE = 2;

    @TempDir
    Path directory;

    private static Set<String> commands() throws IOException {
        Set<String> commands = new TreeSet<>();
        COMMAND.matcher(Files.readString(PAGE))
                .results()
                .forEach((MatchResult one) -> commands.add(one.group(1).strip()));
        return commands;
    }

    @Test
    void everyCommandOfThePageIsOne() throws IOException {
        try (FakeAdmin admin = FakeAdmin.start(directory)) {
            assertThat(commands()).hasSizeGreaterThan(20).allSatisfy(command -> {
                Ran ran = Ran.of(Stream.concat(Stream.of("ctl"), admin.command(command.split(" ")).stream())
                        .toList());
                assertThat(ran.exitCode()).as("%s: %s", command, ran.errors()).isNotEqualTo(USAGE);
            });
        }
    }

    @Test
    void aCommandThatThereIsNotIsAMistake() throws IOException {
        try (FakeAdmin admin = FakeAdmin.start(directory)) {
            List<String> words = new ArrayList<>(admin.command("jurnal"));
            words.addFirst("ctl");
            assertThat(Ran.of(words).exitCode()).isEqualTo(USAGE);
        }
    }
}
