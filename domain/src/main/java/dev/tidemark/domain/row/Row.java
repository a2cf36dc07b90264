package dev.tidemark.domain.row;

import java.util.ArrayList;
import java.util.List;

/**
 * One row, boxed: for rejects, logs and tests.
 *
 * @param type its columns
 * @param values one for each column
 */
public record Row(RowType type, List<Value> values) {
    public Row {
        values = List.copyOf(values);
        if (values.size() != type.width()) {
            throw new IllegalArgumentException(values.size() + " values for the columns " + type.names());
        }
    }

    public Value get(String column) {
        return values.get(type.indexOf(column));
    }

    /** Only these columns, in the order given. */
    public Row select(List<String> columns) {
        return new Row(type.select(columns), columns.stream().map(this::get).toList());
    }

    /** Such as {@code id=7, name=Ada}. */
    public String describe() {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < type.width(); column++) {
            cells.add(type.names().get(column) + "=" + values.get(column).text());
        }
        return String.join(", ", cells);
    }
}
