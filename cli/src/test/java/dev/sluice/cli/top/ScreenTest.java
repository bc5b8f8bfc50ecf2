package dev.sluice.cli.top;

import static dev.sluice.cli.top.Shown.texts;
import static dev.sluice.cli.top.Shown.typed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void showsEverythingOnAUsualTerminal() {
        assertThat(texts(Screen.draw(Shown.fixture(), 120, 16)))
                .containsExactly(
                        "sluice 0.1.0  version 7  up 1h 2m  web http://127.0.0.1:8080 (12)",
                        "120.4/s  errors 0.5/s  p50 4.0ms  p90 10.0ms  p99 50.0ms  in flight 3  requests 1234",
                        "",
                        routes("ROUTE", "END", "RATE", "ERRORS", "P50", "P99", "IN FLIGHT"),
                        routes("orders", "forwardTo(api)", "120.4/s", "0.5/s", "4.0ms", "50.0ms", "3"),
                        routes("hello", "respond(200)", "0/s", "0/s", "-", "-", "0"),
                        "",
                        "",
                        pools("POOL, MEMBER", "STATE", "WEIGHT", "RATE", "ERRORS", "P50", "P99", "IN FLIGHT"),
                        pools("api", "up 1, ejected 1", "", "120.4/s", "0.5/s", "4.0ms", "50.0ms", "3"),
                        pools("  http://a:8080", "up", "1", "120.4/s", "0.5/s", "4.0ms", "50.0ms", "3"),
                        pools("  http://b:8080", "ejected: passive health: …", "1", "0/s", "0/s", "-", "-", "0"),
                        failures("FAILURES BY REASON", "RATE", "TOTAL"),
                        failures("rate-limited", "0.5/s", "12"),
                        failures("no-upstream", "0/s", "3"),
                        "by rate  |  q quit  Tab pane  s sort  r reverse  / filter  p pause  ? help");
    }

    private static String routes(Object... cells) {
        return String.format("%-42s %-28s %10s %9s %8s %8s %9s", cells);
    }

    private static String pools(Object... cells) {
        return String.format("%-37s %-26s %6s %10s %9s %8s %8s %9s", cells);
    }

    private static String failures(Object... cells) {
        return String.format("%-96s %10s %12s", cells);
    }

    @Test
    void marksWhatFails() {
        List<Line> lines = Screen.draw(Shown.fixture(), 120, 30);
        assertThat(lines)
                .filteredOn(line -> line.text().contains("orders"))
                .first()
                .extracting(Line::look)
                .isEqualTo(Look.WARNING);
        assertThat(lines)
                .filteredOn(line -> line.text().contains("http://b:8080"))
                .first()
                .extracting(Line::look)
                .isEqualTo(Look.BAD);
        assertThat(lines)
                .filteredOn(line -> line.text().startsWith("ROUTE"))
                .first()
                .extracting(Line::look)
                .isEqualTo(Look.FOCUSED);
        assertThat(lines)
                .filteredOn(line -> line.text().startsWith("POOL"))
                .first()
                .extracting(Line::look)
                .isEqualTo(Look.HEADING);
    }

    @Test
    void withoutColoursWhatFailsIsBoldAndNothingIsColoured() {
        assertThat(Look.BAD.around("x", true)).isEqualTo("\033[31mx\033[0m");
        assertThat(Look.BAD.around("x", false)).isEqualTo("\033[1mx\033[0m");
        assertThat(Look.WARNING.around("x", false)).isEqualTo("x");
        assertThat(Look.values()).noneMatch(look -> look.around("x", false).contains("[3"));
    }

    @Test
    void aNarrowScreenLeavesColumnsOut() {
        assertThat(texts(Screen.draw(Shown.fixture(), 40, 12)))
                .contains(
                        String.format("%-19s %10s %9s", "ROUTE", "RATE", "ERRORS"),
                        String.format("%-19s %10s %9s", "orders", "120.4/s", "0.5/s"))
                .noneMatch(line -> line.contains("P50"));
    }

    @Test
    void aLowScreenShowsOnlyThePaneThatKeysMoveIn() {
        State pools = Shown.fixture().after(Key.of(Key.Kind.TAB));
        assertThat(texts(Screen.draw(pools, 100, 9)))
                .anyMatch(line -> line.startsWith("POOL"))
                .noneMatch(line -> line.startsWith("ROUTE"));
    }

    @Test
    void saysWhichOfManyRowsAreShown() {
        State many = Shown.routes(300);
        assertThat(texts(Screen.draw(many, 100, 30))).anyMatch(line -> line.startsWith("ROUTE 1-"));
        State end = many.after(Key.of(Key.Kind.END));
        List<String> last = texts(Screen.draw(end, 100, 30));
        assertThat(last)
                .anyMatch(line -> line.matches("ROUTE \\d+-300 of 300 .*"))
                .anyMatch(line -> line.startsWith("r299 "));
    }

    @Test
    void theKeysAreExplained() {
        assertThat(texts(Screen.draw(typed(Shown.fixture(), "?"), 100, 30)))
                .anyMatch(line -> line.startsWith("Tab "))
                .noneMatch(line -> line.startsWith("ROUTE"));
    }

    @Test
    void aLostConnectionIsToldAboveWhatWasKnown() {
        State lost = Shown.fixture().problem("nothing listens");
        List<Line> lines = Screen.draw(lost, 100, 20);
        assertThat(lines.get(2)).isEqualTo(new Line("nothing listens", Look.BAD));
        assertThat(texts(lines)).anyMatch(line -> line.startsWith("orders"));
    }

    @Test
    void charactersThatAreTwoWideAreCountedSo() {
        assertThat(Cells.width("日本")).isEqualTo(4);
        assertThat(Cells.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(Cells.cut("日本語", 4)).isEqualTo("日…");
        assertThat(Cells.cut("e\u0301", 1)).isEqualTo("e\u0301");
    }

    @Property(tries = 300)
    void everyScreenIsAsLargeAsItsTerminal(
            @ForAll @IntRange(max = 200) int columns,
            @ForAll @IntRange(max = 60) int rows,
            @ForAll @IntRange(max = 120) int routes,
            @ForAll Pane pane,
            @ForAll boolean help) {
        State state = Shown.routes(routes);
        while (state.pane() != pane) {
            state = state.after(Key.of(Key.Kind.TAB));
        }
        List<Line> lines = Screen.draw(help ? typed(state, "?") : state.after(Key.of(Key.Kind.END)), columns, rows);
        assertThat(lines).hasSize(rows).allMatch(line -> Cells.width(line.text()) <= columns);
    }

    @Test
    void plainLinesHaveNoKeysAndNoTrailingSpaces() {
        List<String> lines = Screen.plain(Shown.fixture());
        assertThat(lines)
                .hasSize(12)
                .noneMatch(line -> line.contains("quit"))
                .noneMatch(line -> line.endsWith(" "))
                .anyMatch(line -> line.startsWith("rate-limited"));
        assertThat(Screen.plain(Shown.routes(300))).hasSizeLessThan(40);
    }
}
