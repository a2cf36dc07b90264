package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.RowDifference.Cell;
import dev.tidemark.domain.engine.RowDifference.Kind;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowEquality;
import dev.tidemark.domain.row.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What one pass over both sides of a table has found so far. Equal rows cost a count, and nothing else. Not thread-safe. */
final class Verdict {
    private final RowType rows;
    private final int[] key;
    private final int[] compared;
    private final int limit;
    private final List<RowDifference> differences = new ArrayList<>();
    private long sourceRows;
    private long sinkRows;
    private long equal;
    private long missing;
    private long extra;
    private long different;
    private long unreadable;

    /**
     * @param limit how many differences to keep
     */
    Verdict(TablePlan plan, int limit) {
        this.rows = plan.write().rows();
        this.key = keyColumns(plan);
        this.compared = comparedColumns(plan);
        this.limit = limit;
    }

    /** The columns that tell one row from another: the key, or all where there is none. */
    static int[] keyColumns(TablePlan plan) {
        return plan.write().mode() == WriteMode.APPEND
                ? IntStream.range(0, plan.write().rows().width()).toArray()
                : TablePlans.keyColumns(plan);
    }

    /** The columns that have to be equal where the keys are: none where a row that is there is left alone. */
    static int[] comparedColumns(TablePlan plan) {
        return switch (plan.write().mode()) {
            case UPSERT -> IntStream.range(0, plan.write().rows().width()).toArray();
            case INSERT_ONLY, APPEND -> new int[0];
        };
    }

    void read(boolean ofSource, long count) {
        if (ofSource) {
            sourceRows += count;
        } else {
            sinkRows += count;
        }
    }

    void equal(long count) {
        equal += count;
    }

    void missing(long count) {
        missing += count;
    }

    void extra(long count) {
        extra += count;
    }

    void different(long count) {
        different += count;
    }

    /** Whether so many more differences will be kept. */
    boolean hasRoomFor(int more) {
        return differences.size() + more <= limit;
    }

    void showMissing(RowBatch source, int row) {
        if (hasRoomFor(1)) {
            differences.add(new RowDifference(Kind.MISSING, keyOf(source, row), IntStream.range(0, rows.width())
                    .mapToObj(column -> new Cell(rows.names().get(column), source.value(row, column).text(), ""))
                    .toList()));
        }
    }

    void showExtra(RowBatch sink, int row) {
        if (hasRoomFor(1)) {
            differences.add(new RowDifference(Kind.EXTRA, keyOf(sink, row), IntStream.range(0, rows.width())
                    .mapToObj(column -> new Cell(rows.names().get(column), "", sink.value(row, column).text()))
                    .toList()));
        }
    }

    void showDifferent(RowBatch source, int row, RowBatch sink, int sinkRow) {
        if (hasRoomFor(1)) {
            differences.add(new RowDifference(Kind.DIFFERENT, keyOf(source, row), IntStream.of(compared)
                    .filter(column -> !RowEquality.equalCell(source, row, sink, sinkRow, column))
                    .mapToObj(column -> new Cell(rows.names().get(column), source.value(row, column).text(),
                            sink.value(sinkRow, column).text()))
                    .toList()));
        }
    }

    /** Counts a row that one side cannot give exactly, and shows it with what stands in the way. */
    void unreadable(boolean ofSource, Reject reject) {
        unreadable++;
        if (hasRoomFor(1)) {
            differences.add(new RowDifference(Kind.UNREADABLE, reject.key(), reject.row()
                    .map(row -> misfits(ofSource, row))
                    .filter(cells -> !cells.isEmpty())
                    .orElseGet(() -> List.of(cell(ofSource, "", reject.reason().message())))));
        }
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

    private String keyOf(RowBatch batch, int row) {
        return String.join(", ", IntStream.of(key)
                .mapToObj(column -> rows.names().get(column) + "=" + batch.value(row, column).text())
                .toList());
    }

    /** The numbers and differences as the report has them, without what the comparison does not know. */
    Counts counts() {
        return new Counts(sourceRows, sinkRows, equal, missing, extra, different, unreadable, differences);
    }

    /** See {@link VerifyReport.TableVerdict}. */
    record Counts(long sourceRows, long sinkRows, long equal, long missing, long extra, long different,
            long unreadable, List<RowDifference> differences) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, List.of());
    }
}
