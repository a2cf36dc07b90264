package dev.tidemark.supabase;

import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tables as the engine does, for tests. */
final class ReadRows {
    private static final long BYTES = 1 << 20;

    private ReadRows() {
    }

    /** All columns of a table in the order of the keyset. */
    static ReadPlan plan(Source source, String table, List<String> keyset, int rows) {
        TableSchema schema = source.describe(new TableName(table));
        List<ReadColumn> columns = schema.columns()
                .stream()
                .<ReadColumn>map(column -> new ReadColumn.Stored(column.name(), column.type()))
                .toList();
        return new ReadPlan(schema.name(), columns, keyset, Optional.empty(), Optional.empty(),
                new PageLimit(rows, BYTES));
    }

    static ReadPlan where(ReadPlan plan, String condition) {
        return new ReadPlan(plan.table(), plan.columns(), plan.keyset(), Optional.of(condition), plan.watermark(),
                plan.limit(), plan.slice(), plan.top(), plan.order());
    }

    static ReadPlan top(ReadPlan plan, String order, long rows) {
        return new ReadPlan(plan.table(), plan.columns(), plan.keyset(), plan.where(), plan.watermark(), plan.limit(),
                Map.of(), Optional.of(new Top(Optional.of(order), rows)), KeyOrder.OWN);
    }

    static List<Page> pages(Source source, ReadPlan plan, Cursor from) throws InterruptedException {
        List<Page> pages = new ArrayList<>();
        try (SourcePager pager = source.open(plan, from)) {
            for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                pages.add(page.get());
            }
        }
        return pages;
    }

    static List<Row> all(Source source, ReadPlan plan) throws InterruptedException {
        return pages(source, plan, new Cursor.Start()).stream().flatMap(page -> rows(page.rows()).stream()).toList();
    }

    /** The rows as pagers read them of which each is opened at the end of the one page that the last one delivered. */
    static List<Row> oneByOne(Source source, ReadPlan plan) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        Cursor at = new Cursor.Start();
        while (true) {
            try (SourcePager pager = source.open(plan, at)) {
                Optional<Page> page = pager.next();
                if (page.isEmpty()) {
                    return rows;
                }
                rows.addAll(rows(page.get().rows()));
                at = CursorCodec.decode(CursorCodec.encode(page.get().end()));
            }
        }
    }

    static List<Row> rows(RowBatch batch) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            rows.add(batch.row(row));
        }
        return rows;
    }
}
