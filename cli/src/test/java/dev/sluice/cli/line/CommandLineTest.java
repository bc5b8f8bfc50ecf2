package dev.sluice.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private final Options options = new Options();
    private final Option<List<String>> operands = options.operands("URL", url -> url, "Where to.");
    private final Option<Integer> number = options.value("--number", "N", Integer::valueOf, "A number.");
    private final Option<List<Integer>> numbers = options.values("--one-of", "N", Integer::valueOf, "Many numbers.");
    private final Option<String> text = options.value("--text", "TEXT", written -> written, "A text.");
    private final Option<Boolean> flag = options.flag("-f", "--flag", "A flag.");
    private final Command command = new Command("test", "Tests.", "test", List.of(options), List.of());

    private List<String> parse(String... words) {
        return CommandLine.parse(command, List.of(words));
    }

    @Test
    void readsOptionsWithTheirValuesFlagsAndOperandsInAnyOrder() {
        assertThat(parse("a", "--number", "1", "b", "-f", "--one-of", "2", "--one-of=3", "--text=a=b", "c"))
                .isEmpty();
        assertThat(operands.value()).containsExactly("a", "b", "c");
        assertThat(number.value()).isEqualTo(1);
        assertThat(numbers.value()).containsExactly(2, 3);
        assertThat(text.value()).isEqualTo("a=b");
        assertThat(flag.isSet()).isTrue();
    }

    @Test
    void whatWasNotTypedIsNotSet() {
        assertThat(parse()).isEmpty();
        assertThat(operands.isSet()).isFalse();
        assertThat(number.or(7)).isEqualTo(7);
        assertThat(flag.isSet()).isFalse();
    }

    @Test
    void aDashIsAValueAndAnOperandAndNumbersMayBeNegative() {
        assertThat(parse("--text", "-", "--number", "-1", "-")).isEmpty();
        assertThat(text.value()).isEqualTo("-");
        assertThat(number.value()).isEqualTo(-1);
        assertThat(operands.value()).containsExactly("-");
    }

    @Test
    void thereAreOnlyOperandsBehindTwoDashes() {
        assertThat(parse("--", "--flag", "--", "--what")).isEmpty();
        assertThat(operands.value()).containsExactly("--flag", "--", "--what");
    }

    @Test
    void theLastOfSeveralCounts() {
        assertThat(parse("--number", "1", "--number", "2", "-f", "--flag")).isEmpty();
        assertThat(number.value()).isEqualTo(2);
    }

    @Test
    void tellsEveryMistakeAndReadsTheRest() {
        assertThat(parse(
                        "--what",
                        "--number",
                        "x",
                        "--flag=yes",
                        "--one-of",
                        "--text",
                        "t",
                        "--text=",
                        "-x",
                        "--number"))
                .containsExactly(
                        "Unknown option: '--what'",
                        "Invalid value for option '--number' (N): For input string: \"x\"",
                        "An option without a value: '--flag=yes'",
                        "Missing value for option '--one-of' (N)",
                        "Missing value for option '--text' (TEXT)",
                        "Unknown option: '-x'",
                        "Missing value for option '--number' (N)");
        assertThat(text.value()).isEqualTo("t");
        assertThat(number.isSet()).isFalse();
    }

    @Test
    void aCommandWithoutOperandsRefusesThem() {
        Command none = new Command("none", "None.", "none", List.of(new Options()), List.of());
        assertThat(CommandLine.parse(none, List.of("x"))).containsExactly("Unexpected operand: 'x'");
    }
}
