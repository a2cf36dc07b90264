package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.RowDifference.Cell;
import dev.tidemark.domain.engine.RowDifference.Kind;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowEquality;
import dev.tidemark.domain.row.RowType;
import java.util.List;
import java.util.stream.IntStream;

/** Puts rows of a table in which source and sink differ into words. */
final class RowDifferences {
    private final RowType rows;
    private final int[] key;
    private final int[] compared;

    RowDifferences(TablePlan plan) {
        this.rows = plan.write().rows();
        this.key = keyColumns(plan);
        this.compared = comparedColumns(plan);
    }

    /** The columns that tell one row from another, constants left out; all where there is no key. */
    static int[] keyColumns(TablePlan plan) {
        return switch (plan.write().mode()) {
            case UPSERT, INSERT_ONLY -> TablePlans.keyColumns(plan);
            case APPEND -> IntStream.range(0, plan.write().rows().width()).toArray();
        };
    }

    /** The columns that have to be equal where the keys are: none where a row that is there is left alone. */
    static int[] comparedColumns(TablePlan plan) {
        return switch (plan.write().mode()) {
            case UPSERT -> IntStream.range(0, plan.write().rows().width()).toArray();
            case INSERT_ONLY, APPEND -> new int[0];
        };
    }

    RowDifference missing(RowBatch source, int row) {
        return new RowDifference(Kind.MISSING, key(source, row), IntStream.range(0, rows.width())
                .mapToObj(column -> new Cell(rows.names().get(column), source.value(row, column).text(), ""))
                .toList());
    }

    RowDifference extra(RowBatch sink, int row) {
        return new RowDifference(Kind.EXTRA, key(sink, row), IntStream.range(0, rows.width())
                .mapToObj(column -> new Cell(rows.names().get(column), "", sink.value(row, column).text()))
                .toList());
    }

    RowDifference different(RowBatch source, int row, RowBatch sink, int sinkRow) {
        return new RowDifference(Kind.DIFFERENT, key(source, row), IntStream.of(compared)
                .filter(column -> !RowEquality.equalCell(source, row, sink, sinkRow, column))
                .mapToObj(column -> new Cell(rows.names().get(column), source.value(row, column).text(),
                        sink.value(sinkRow, column).text()))
                .toList());
    }

    /** A row that the source or else the sink cannot give exactly, with what stands in the way. */
    RowDifference unreadable(boolean ofSource, Reject reject) {
        return new RowDifference(Kind.UNREADABLE, reject.key(), reject.row()
                .map(row -> misfits(ofSource, row))
                .filter(cells -> !cells.isEmpty())
                .orElseGet(() -> List.of(cell(ofSource, "", reject.reason().message()))));
    }

    /** The cells that are not of their column's type; the columns of a row pair with those of the sink by position. */
    private List<Cell> misfits(boolean ofSource, Row row) {
        return IntStream.range(0, Math.min(rows.width(), row.type().width()))
                .filter(column -> row.type().kind(column) != rows.kind(column))
                .mapToObj(column -> cell(ofSource, rows.names().get(column), row.values().get(column).text()))
                .toList();
    }

    private static Cell cell(boolean ofSource, String column, String text) {
        return ofSource ? new Cell(column, text, "") : new Cell(column, "", text);
    }

    private String key(RowBatch batch, int row) {
        return String.join(", ", IntStream.of(key)
                .mapToObj(column -> rows.names().get(column) + "=" + batch.value(row, column).text())
                .toList());
    }
}
