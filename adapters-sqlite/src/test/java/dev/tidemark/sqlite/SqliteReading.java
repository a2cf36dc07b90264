package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads whole tables in tests. */
record SqliteReading(List<Row> rows, List<Reject> rejects) {

    static TableName name(String table) {
        return new TableName(table);
    }

    /** All columns in the order of the key, under the surveyed types. */
    static ReadPlan surveyed(Source source, String table, int rows) {
        TableSchema schema = source.survey(name(table));
        return plan(table,
                schema.columns().stream().<ReadColumn>map(c -> new ReadColumn.Stored(c.name(), c.type())).toList(),
                schema.key(), rows);
    }

    static ReadPlan plan(String table, List<ReadColumn> columns, List<String> keyset, int rows) {
        return new ReadPlan(name(table), columns, keyset, Optional.empty(), Optional.empty(),
                new PageLimit(rows, 1 << 20));
    }

    static SqliteReading of(Source source, ReadPlan plan) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        List<Reject> rejects = new ArrayList<>();
        try (SourcePager pager = source.open(plan, new Cursor.Start())) {
            for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                for (int row = 0; row < page.get().rows().size(); row++) {
                    rows.add(page.get().rows().row(row));
                }
                rejects.addAll(page.get().rejects());
            }
        }
        return new SqliteReading(rows, rejects);
    }

    /** The column {@code v} of table {@code t} as the type, in the order of the rowid: each value's text, or the reason. */
    static List<String> column(SqliteFixture file, ValueType type, TimeEncoding encoding) throws InterruptedException {
        try (Source source = new SqliteStore(file.config()).openSource()) {
            ReadPlan plan = plan("t", List.of(new ReadColumn.Stored("v", type, encoding)), List.of(), 1);
            List<String> texts = new ArrayList<>();
            try (SourcePager pager = source.open(plan, new Cursor.Start())) {
                for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                    texts.add(page.get().rejects().isEmpty()
                            ? page.get().rows().value(0, 0).text()
                            : page.get().rejects().getFirst().reason().kind().word() + " "
                                    + page.get().rejects().getFirst().row().orElseThrow().type().kind(0));
                }
            }
            return texts;
        }
    }

    List<String> texts(String column) {
        return rows.stream().map(row -> row.get(column).text()).toList();
    }
}
