package dev.tidemark.cli.render;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as they need to be, with a title each. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... titles) {
        rows.add(List.of(titles));
    }

    /** Adds a row; a cell that is a number is set to the right. */
    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    public List<String> lines() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String space = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP).append(isNumber(cell) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private static boolean isNumber(String cell) {
        return !cell.isEmpty() && cell.chars().allMatch(letter -> letter >= '0' && letter <= '9' || letter == ',');
    }
}
