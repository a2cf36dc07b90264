package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of a store's ports share: a fresh store a test, plans from specifications, and rows in and out. */
public abstract class StoreContract {
    private static final long BYTES = 1 << 20;

    private StoreFixture fixture;

    /** A store without tables, for one test. */
    protected abstract StoreFixture openFixture() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        fixture = openFixture();
    }

    @AfterEach
    final void close() {
        fixture.close();
    }

    protected final StoreFixture fixture() {
        return fixture;
    }

    protected final Store store() {
        return fixture.store();
    }

    /** Makes the table with these rows. */
    protected final TableSpec given(TableSpec table, List<Row> rows) {
        fixture.create(table);
        fixture.insert(table, rows);
        return table;
    }

    /** The plan under a condition in SQL; see {@link StoreFixture#condition}. */
    protected final ReadPlan where(ReadPlan plan, String sql) {
        return new ReadPlan(plan.table(), plan.columns(), plan.keyset(), Optional.of(fixture.condition(sql)),
                plan.watermark(), plan.limit(), plan.slice(), plan.top(), plan.order());
    }

    /** All columns of the table in the order of its key, a number of rows a page. */
    protected static ReadPlan plan(TableSpec table, int rows) {
        return plan(table, table.key(), rows);
    }

    protected static ReadPlan plan(TableSpec table, List<String> keyset, int rows) {
        return new ReadPlan(table.tableName(), stored(table.columns()), keyset, Optional.empty(), Optional.empty(),
                new PageLimit(rows, BYTES));
    }

    protected static List<ReadColumn> stored(List<Column> columns) {
        return columns.stream().<ReadColumn>map(column -> new ReadColumn.Stored(column.name(), column.type())).toList();
    }

    /** Every row after the place, none rejected. */
    protected static List<Row> readAfter(Source source, ReadPlan plan, Cursor from) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Page page : pagesAfter(source, plan, from)) {
            assertEquals(List.of(), page.rejects());
            rows.addAll(rows(page.rows()));
        }
        return rows;
    }

    protected static List<Row> readAll(Source source, ReadPlan plan) throws InterruptedException {
        return readAfter(source, plan, new Cursor.Start());
    }

    protected static List<Page> pagesAfter(Source source, ReadPlan plan, Cursor from) throws InterruptedException {
        List<Page> pages = new ArrayList<>();
        try (SourcePager pager = source.open(plan, from)) {
            for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                pages.add(page.get());
            }
        }
        return pages;
    }

    protected static List<Row> rows(RowBatch batch) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            rows.add(batch.row(row));
        }
        return rows;
    }

    protected static RowBatch batch(RowType type, List<Row> rows) {
        RowBatch.Builder builder = new RowBatch.Builder(type, rows.size());
        for (Row row : rows) {
            row.values().forEach(builder::add);
            builder.endRow();
        }
        return builder.build();
    }

    protected static RowBatch batch(TableSpec table, List<Row> rows) {
        return batch(table.rowType(), rows);
    }

    /** The same rows equally often, in any order. */
    protected static void assertSameRows(Collection<Row> expected, Collection<Row> actual) {
        Map<Row, Integer> difference = new HashMap<>();
        expected.forEach(row -> difference.merge(row, 1, Integer::sum));
        actual.forEach(row -> difference.merge(row, -1, Integer::sum));
        List<String> lines = new ArrayList<>();
        difference.forEach((row, count) -> {
            if (count != 0) {
                lines.add((count > 0 ? "missing " : "too many ") + Math.abs(count) + " x " + brief(row));
            }
        });
        assertEquals(List.of(), lines);
    }

    private static String brief(Row row) {
        String text = row.describe();
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }
}
