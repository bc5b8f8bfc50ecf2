package dev.sluice.cli.line;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows of texts, printed as columns that are as wide as their longest text. Not thread-safe. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** With a row of headings. */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row; as many texts as there are headings. */
    public Table row(String... texts) {
        rows.add(List.of(texts));
        return this;
    }

    /** A line for each row, two spaces between columns. */
    public List<String> lines() {
        int columns = rows.getFirst().size();
        List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
        rows.forEach(row -> {
            for (int column = 0; column < columns; column++) {
                widths.set(column, Math.max(widths.get(column), row.get(column).length()));
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.size(); column++) {
            String text = row.get(column);
            line.append(text).append(" ".repeat(widths.get(column) - text.length() + 2));
        }
        return line.toString().stripTrailing();
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines());
    }
}
