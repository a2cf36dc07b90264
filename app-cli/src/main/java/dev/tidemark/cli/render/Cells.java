package dev.tidemark.cli.render;

import dev.tidemark.domain.engine.RowDifference.Cell;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The first columns of a row that only one side has. */
final class Cells {
    /** Enough to know the row by; JSON has them all. */
    private static final int MOST = 6;

    private Cells() {
    }

    /** Such as {@code : name Ada, total 12.50}; empty if there are none. */
    static String of(List<Cell> cells, Function<Cell, String> side) {
        if (cells.isEmpty()) {
            return "";
        }
        int more = cells.size() - MOST;
        return ": " + cells.stream().limit(MOST).map(cell -> cell.column() + " " + Shown.value(side.apply(cell)))
                .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + Amounts.count(more, "more column", "more columns") : "");
    }
}
