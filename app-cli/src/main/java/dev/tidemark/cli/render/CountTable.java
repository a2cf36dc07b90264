package dev.tidemark.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lines of a name and its counts, each followed by what it counts, in columns that stay at one place from run to run. */
final class CountTable {
    private static final int GAP = 3;

    private final Style style;
    private final List<Column> columns;
    private final List<Line> lines = new ArrayList<>();

    /**
     * @param columns the first one stands close to the name and is never toned down
     */
    CountTable(Style style, Column... columns) {
        this.style = style;
        this.columns = List.of(columns);
    }

    /**
     * @param title what is counted
     * @param leastWidth of the number
     * @param emphasis for numbers other than 0
     */
    record Column(String title, int leastWidth, UnaryOperator<String> emphasis) {
        static Column plain(String title, int leastWidth) {
            return new Column(title, leastWidth, UnaryOperator.identity());
        }
    }

    private record Line(String name, List<String> numbers, String remarks) {
    }

    /**
     * @param remarks what stands behind the columns; may be empty
     * @param counts one for each column
     */
    void add(String name, String remarks, long... counts) {
        List<String> numbers = new ArrayList<>();
        for (long count : counts) {
            numbers.add(Amounts.count(count));
        }
        lines.add(new Line(name, List.copyOf(numbers), remarks));
    }

    List<String> lines() {
        int first = lines.stream().mapToInt(line -> line.name().length() + GAP + line.numbers().getFirst().length())
                .max().orElse(0);
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            widths.add(width(column));
        }
        return lines.stream().map(line -> text(line, first, widths)).toList();
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.numbers().get(column).length())
                .reduce(columns.get(column).leastWidth(), Math::max);
    }

    private String text(Line line, int first, List<Integer> widths) {
        String lead = line.numbers().getFirst();
        StringBuilder text = new StringBuilder(line.name())
                .append(" ".repeat(first - line.name().length() - lead.length()))
                .append(lead).append(' ').append(columns.getFirst().title());
        for (int column = 1; column < columns.size(); column++) {
            text.append(" ".repeat(GAP)).append(cell(columns.get(column), line.numbers().get(column),
                    widths.get(column)));
        }
        return line.remarks().isEmpty() ? text.toString() : text.append(" ".repeat(GAP)).append(line.remarks())
                .toString();
    }

    private String cell(Column column, String number, int width) {
        String text = " ".repeat(width - number.length()) + number + " " + column.title();
        return number.equals("0") ? style.faint(text) : column.emphasis().apply(text);
    }
}
