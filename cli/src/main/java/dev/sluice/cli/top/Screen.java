package dev.sluice.cli.top;

import dev.sluice.cli.remote.Text;
import dev.sluice.cli.top.Rows.Column;
import dev.sluice.cli.top.Rows.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is drawn: a function of what is looked at and of the size of the terminal, and of nothing else. */
final class Screen {
    /** Rows that a page moves. */
    static final int PAGE = 10;

    /** Above and below the panes. */
    private static final int AROUND = 4;

    /** A heading and a row. */
    private static final int LEAST = 2;

    private static final int PLAIN_WIDTH = 140;
    private static final int PLAIN_ROWS = 20;

    private static final List<String> HELP = List.of(
            "q            ends",
            "Tab          to the next pane, Shift-Tab to the one before",
            "arrows       move in a pane; so do j, k, PgUp, PgDn, Home and End",
            "s            sorts by another column: rate, errors, p99, in flight, name",
            "r            reverses",
            "/            filters by a part of a name; Enter keeps it, Esc drops it",
            "p            pauses",
            "?            this; again, or Esc, goes back",
            "",
            "Rates and latencies are those of the last ten seconds, totals those since the start.");

    private Screen() {}

    /** As many lines as there are rows, none wider than there are columns. */
    static List<Line> draw(State state, int columns, int rows) {
        List<Line> lines = new ArrayList<>(header(state));
        int space = Math.max(0, rows - AROUND);
        if (state.help()) {
            HELP.forEach(line -> lines.add(new Line(line, Look.PLAIN)));
        } else {
            heights(state, space).forEach((pane, height) -> lines.addAll(pane(state, pane, columns, height)));
        }
        List<Line> shown = new ArrayList<>(lines.subList(0, Math.clamp(rows - 1L, 0, lines.size())));
        while (shown.size() < rows - 1) {
            shown.add(new Line("", Look.PLAIN));
        }
        if (rows > 0) {
            shown.add(footer(state));
        }
        return shown.stream()
                .map(line -> new Line(Cells.cut(line.text(), columns), line.look()))
                .toList();
    }

    /** A block for those who read lines: no keys, no pages. */
    static List<String> plain(State state) {
        List<String> lines = new ArrayList<>();
        header(state).stream().map(Line::text).forEach(lines::add);
        for (Pane pane : Pane.values()) {
            int rows = Math.min(Rows.of(state, pane).size(), PLAIN_ROWS);
            if (rows > 0) {
                pane(state, pane, PLAIN_WIDTH, rows + 1).forEach(line -> lines.add(line.text()));
            }
        }
        return lines.stream()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static List<Line> header(State state) {
        if (state.snapshot().isEmpty()) {
            return List.of(new Line("sluice top", Look.TITLE), problem(state), new Line("", Look.PLAIN));
        }
        Snapshot snapshot = state.snapshot().get();
        Figures totals = snapshot.totals();
        String sums = Text.rate(totals.rate()) + "  errors " + Text.rate(totals.errorRate()) + "  p50 "
                + Figures.latency(totals.p50()) + "  p90 " + Figures.latency(totals.p90()) + "  p99 "
                + Figures.latency(totals.p99()) + "  in flight " + totals.inFlight() + "  requests "
                + totals.requests();
        return List.of(new Line(snapshot.about(), Look.TITLE), new Line(sums, totals.look()), problem(state));
    }

    private static Line problem(State state) {
        return new Line(state.problem(), Look.BAD);
    }

    private static Line footer(State state) {
        if (state.typing()) {
            return new Line("filter: " + state.filter() + "_", Look.STRONG);
        }
        String paused = state.paused() ? "PAUSED  " : "";
        String filter = state.filter().isEmpty() ? "" : "filter: " + state.filter() + "  ";
        return new Line(
                paused + filter + "by " + state.sort().word() + (state.reversed() ? ", reversed" : "")
                        + "  |  q quit  Tab pane  s sort  r reverse  / filter  p pause  ? help",
                Look.FAINT);
    }

    /** The pane that keys move in has what the others leave, and they what it does not need; on a small screen it is alone. */
    private static Map<Pane, Integer> heights(State state, int space) {
        Map<Pane, Integer> heights = new EnumMap<>(Pane.class);
        int left = space;
        if (space >= 2 * LEAST * Pane.values().length) {
            int share = space / 4;
            int spare = Math.max(0, space - (Pane.values().length - 1) * share - needed(state, state.pane()));
            for (Pane pane : Pane.values()) {
                if (pane != state.pane()) {
                    int height = Math.clamp(needed(state, pane), LEAST, share + spare);
                    spare -= Math.max(0, height - share);
                    heights.put(pane, height);
                    left -= height;
                }
            }
        }
        heights.put(state.pane(), left);
        return heights;
    }

    private static int needed(State state, Pane pane) {
        return Rows.of(state, pane).size() + 1;
    }

    private static List<Line> pane(State state, Pane pane, int columns, int height) {
        List<Row> rows = Rows.of(state, pane);
        int body = Math.max(0, height - 1);
        int first = Math.clamp(state.scrolled(pane), 0, Math.max(0, rows.size() - body));
        int last = Math.min(rows.size(), first + body);
        Cells cells = new Cells(Rows.columns(pane), columns);
        List<Line> lines = new ArrayList<>();
        String range =
                last - first < rows.size() ? " " + (first + 1) + "-" + last + " of " + all(state, pane, rows) : "";
        lines.add(new Line(cells.line(headings(pane, range)), pane == state.pane() ? Look.FOCUSED : Look.HEADING));
        for (Row row : rows.subList(first, last)) {
            lines.add(new Line(cells.line(row.cells()), row.look()));
        }
        while (lines.size() < height) {
            lines.add(new Line("", Look.PLAIN));
        }
        return lines.subList(0, Math.max(0, height));
    }

    /** Of many routes the gateway tells the first thousand. */
    private static long all(State state, Pane pane, List<Row> rows) {
        return pane == Pane.ROUTES ? state.snapshot().map(Snapshot::allRoutes).orElse(0L) : rows.size();
    }

    private static List<String> headings(Pane pane, String range) {
        List<String> headings =
                new ArrayList<>(Rows.columns(pane).stream().map(Column::heading).toList());
        headings.set(0, headings.getFirst() + range);
        return headings;
    }
}
