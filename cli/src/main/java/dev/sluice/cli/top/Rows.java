package dev.sluice.cli.top;

import dev.sluice.cli.remote.Text;
import dev.sluice.cli.top.Snapshot.Member;
import dev.sluice.cli.top.Snapshot.Pool;
import dev.sluice.cli.top.Snapshot.Reason;
import dev.sluice.cli.top.Snapshot.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rows of the panes: filtered, sorted, as cells. */
final class Rows {
    private static final List<Column> ROUTES = List.of(
            Column.text("ROUTE", 0),
            Column.text("END", 100),
            Column.number("RATE", 10, 0),
            Column.number("ERRORS", 9, 0),
            Column.number("P50", 8, 80),
            Column.number("P99", 8, 50),
            Column.number("IN FLIGHT", 9, 70));
    private static final List<Column> POOLS = List.of(
            Column.text("POOL, MEMBER", 0),
            Column.text("STATE", 50),
            Column.number("WEIGHT", 6, 100),
            Column.number("RATE", 10, 0),
            Column.number("ERRORS", 9, 0),
            Column.number("P50", 8, 100),
            Column.number("P99", 8, 70),
            Column.number("IN FLIGHT", 9, 80));
    private static final List<Column> FAILURES =
            List.of(Column.text("FAILURES BY REASON", 0), Column.number("RATE", 10, 0), Column.number("TOTAL", 12, 40));

    private Rows() {}

    /**
     * A column.
     *
     * @param heading its name
     * @param width of numbers, which stand at the right; 0 for texts, which share what is left
     * @param screen is so wide at least, or the column is left out
     */
    record Column(String heading, int width, int screen) {
        static Column text(String heading, int screen) {
            return new Column(heading, 0, screen);
        }

        static Column number(String heading, int width, int screen) {
            return new Column(heading, width, screen);
        }

        boolean isText() {
            return width == 0;
        }
    }

    /** A row of a pane. */
    record Row(Look look, List<String> cells) {}

    static List<Column> columns(Pane pane) {
        return switch (pane) {
            case ROUTES -> ROUTES;
            case POOLS -> POOLS;
            case FAILURES -> FAILURES;
        };
    }

    static List<Row> of(State state, Pane pane) {
        Optional<Snapshot> snapshot = state.snapshot();
        if (snapshot.isEmpty()) {
            return List.of();
        }
        return switch (pane) {
            case ROUTES -> routes(state, snapshot.get().routes());
            case POOLS -> pools(state, snapshot.get().pools());
            case FAILURES -> failures(snapshot.get().reasons());
        };
    }

    private static List<Row> routes(State state, List<Route> routes) {
        return routes.stream()
                .filter(route -> has(route.name() + " " + route.when() + " " + route.end(), state))
                .sorted(order(state, state.sort().of(Route::figures, Route::name)))
                .map(route -> new Row(route.figures().look(), cells(route.figures(), route.name(), route.end())))
                .toList();
    }

    /** A pool that is found shows all its members, one that is not shows those that are. */
    private static List<Row> pools(State state, List<Pool> pools) {
        List<Row> rows = new ArrayList<>();
        for (Pool pool : pools.stream()
                .sorted(order(state, state.sort().of(Pool::figures, Pool::name)))
                .toList()) {
            boolean found = has(pool.name(), state);
            List<Member> members = pool.members().stream()
                    .filter(member -> found || has(member.url() + " " + member.state(), state))
                    .sorted(order(state, state.sort().of(Member::figures, Member::url)))
                    .toList();
            if (found || !members.isEmpty()) {
                rows.add(new Row(Look.STRONG, cells(pool.figures(), pool.name(), pool.states(), "")));
                members.forEach(member -> rows.add(new Row(
                        member.look(), cells(member.figures(), "  " + member.url(), state(member), member.weight()))));
            }
        }
        return rows;
    }

    private static String state(Member member) {
        return member.why().isEmpty() ? member.state() : member.state() + ": " + member.why();
    }

    private static List<Row> failures(List<Reason> reasons) {
        return reasons.stream()
                .sorted(Comparator.comparingDouble(Reason::rate)
                        .thenComparingLong(Reason::total)
                        .reversed()
                        .thenComparing(Reason::word))
                .map(reason -> new Row(
                        reason.rate() > 0 ? Look.WARNING : Look.PLAIN,
                        List.of(reason.word(), Text.rate(reason.rate()), Long.toString(reason.total()))))
                .toList();
    }

    private static <T> Comparator<T> order(State state, Comparator<T> order) {
        return state.reversed() ? order.reversed() : order;
    }

    private static boolean has(String text, State state) {
        return text.toLowerCase(Locale.ROOT).contains(state.filter().toLowerCase(Locale.ROOT));
    }

    private static List<String> cells(Figures figures, String... first) {
        List<String> cells = new ArrayList<>(List.of(first));
        cells.add(Text.rate(figures.rate()));
        cells.add(Text.rate(figures.errorRate()));
        cells.add(Figures.latency(figures.p50()));
        cells.add(Figures.latency(figures.p99()));
        cells.add(Long.toString(figures.inFlight()));
        return cells;
    }
}
