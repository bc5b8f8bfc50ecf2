package dev.sluice.cli.top;

import dev.sluice.cli.top.Rows.Column;
import java.util.List;
import java.util.StringJoiner;
import org.jline.utils.WCWidth;

/** Puts cells into columns of a terminal, where a character may be two wide, or none. */
final class Cells {
    private static final int LEAST_TEXT = 8;
    private static final String CUT = "…";

    private final List<Column> columns;
    private final int screen;
    private final int first;
    private final int second;

    /** Columns of texts, two at most, share what those of numbers leave. */
    Cells(List<Column> columns, int screen) {
        this.columns = columns;
        this.screen = screen;
        List<Column> shown = columns.stream().filter(this::fits).toList();
        int numbers = shown.stream().mapToInt(Column::width).sum() + shown.size() - 1;
        int text = Math.max(LEAST_TEXT, screen - numbers);
        boolean two = shown.stream().filter(Column::isText).count() > 1;
        first = two ? text * 3 / 5 : text;
        second = text - first;
    }

    private boolean fits(Column column) {
        return screen >= column.screen();
    }

    /** A cell for each column. */
    String line(List<String> cells) {
        StringJoiner line = new StringJoiner(" ");
        for (int i = 0; i < cells.size(); i++) {
            Column column = columns.get(i);
            if (fits(column)) {
                line.add(column.isText() ? left(cells.get(i), i == 0 ? first : second) : right(cells.get(i), column));
            }
        }
        return line.toString();
    }

    private static String left(String cell, int width) {
        String cut = cut(cell, width);
        return cut + " ".repeat(width - width(cut));
    }

    private static String right(String cell, Column column) {
        return " ".repeat(Math.max(0, column.width() - width(cell))) + cell;
    }

    /** No wider than that; what is cut is marked. */
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 1;
        for (int i = 0; i < text.length(); ) {
            int one = text.codePointAt(i);
            used += wide(one);
            if (used > width) {
                break;
            }
            cut.appendCodePoint(one);
            i += Character.charCount(one);
        }
        return width < 1 ? "" : cut + CUT;
    }

    static int width(String text) {
        return text.codePoints().map(Cells::wide).sum();
    }

    private static int wide(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
