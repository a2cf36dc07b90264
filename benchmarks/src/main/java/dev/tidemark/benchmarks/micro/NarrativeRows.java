package dev.tidemark.benchmarks.micro;

import dev.tidemark.benchmarks.data.DataSet;
import dev.tidemark.benchmarks.data.DataTable;
import dev.tidemark.benchmarks.data.Field;
import dev.tidemark.benchmarks.data.SqliteFile;
import dev.tidemark.benchmarks.data.Variant;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The first rows of the table that the whole comparison moves. */
final class NarrativeRows {
    static final int ROWS = 20_000;

    private static final DataSet DATA = DataSet.narrative().withRows(ROWS);
    /** What a run uses. */
    private static final PageLimit PAGE = new PageLimit(10_000, 768 << 10);

    private NarrativeRows() {
    }

    static DataTable table() {
        return DATA.tables().getFirst();
    }

    static Path file() {
        try {
            return SqliteFile.make(Path.of(System.getProperty("benchmarks.scratch", "benchmarks/target/work")), DATA,
                    Variant.BASE);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static ReadPlan plan() {
        List<ReadColumn> columns = table().fields().stream()
                .<ReadColumn>map(field -> new ReadColumn.Stored(field.name(), type(field))).toList();
        return new ReadPlan(new TableName(table().name()), columns, table().key(), Optional.empty(), Optional.empty(),
                PAGE);
    }

    private static ValueType type(Field field) {
        return switch (field.kind()) {
            case INTEGER -> ValueType.INT64;
            case REAL -> ValueType.FLOAT64;
            case TEXT -> ValueType.TEXT;
            case BOOLEAN -> ValueType.BOOLEAN;
            case TIME -> ValueType.TIMESTAMPTZ;
        };
    }

    /** Reads all pages; the number of rows. */
    static int read(Source source) throws InterruptedException {
        int rows = 0;
        try (SourcePager pager = source.open(plan(), new Cursor.Start())) {
            for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                rows += page.get().rows().size();
            }
        }
        if (rows != ROWS) {
            throw new IllegalStateException(rows + " rows");
        }
        return rows;
    }

    /** All rows in one batch. */
    static RowBatch batch(Source source) throws InterruptedException {
        RowBatch.Builder all = new RowBatch.Builder(plan().rowType(), ROWS);
        try (SourcePager pager = source.open(plan(), new Cursor.Start())) {
            for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                all.addRows(page.get().rows());
            }
        }
        return all.build();
    }
}
