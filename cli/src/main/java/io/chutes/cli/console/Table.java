package io.chutes.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows whose columns stand below each other. */
final class Table {
    private static final String GAP = "  ";

    private Table() {}

    /** A line for the titles and one for each item. */
    static <T> List<String> of(List<T> items, List<Column<T>> columns) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream()
                .map(column -> column.title().toUpperCase(Locale.ROOT))
                .toList());
        for (T item : items) {
            rows.add(columns.stream().map(column -> column.text(item)).toList());
        }
        return aligned(rows);
    }

    /** A line for each column of one item. */
    static <T> List<String> of(T item, List<Column<T>> columns) {
        return aligned(columns.stream()
                .map(column -> List.of(column.title(), column.text(item)))
                .toList());
    }

    private static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).repeat(' ', widths[i] - length(row.get(i))).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
