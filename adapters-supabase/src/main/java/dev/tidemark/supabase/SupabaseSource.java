package dev.tidemark.supabase;

import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.Relation;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables and views of a project's schema. There are no snapshots: every request sees its own moment. */
final class SupabaseSource implements Source {
    private final SupabaseClient client;
    private final SupabaseTables tables;
    private final RowLookup lookup;
    private final ConnectionCheck connection;

    SupabaseSource(SupabaseClient client, SupabaseTables tables) {
        this.client = client;
        this.tables = tables;
        this.lookup = new RowLookup(client);
        this.connection = new ConnectionCheck(client, tables, InstantSource.system());
    }

    @Override
    public List<TableName> tables() {
        return tables.all()
                .stream()
                .map(SupabaseTable::schema)
                .filter(schema -> schema.relation() == Relation.TABLE)
                .map(TableSchema::name)
                .toList();
    }

    @Override
    public TableSchema describe(TableName table) {
        return table(table).schema();
    }

    @Override
    public TableSchema survey(TableName table) {
        return describe(table);
    }

    private SupabaseTable table(TableName table) {
        SupabaseConfig config = client.config();
        return tables.find(table)
                .orElseThrow(() -> new StoreException.Permanent(
                        "schema " + config.schema() + " of " + config.displayName() + " has no table or view " + table,
                        "42P01", "look at the names of table and schema, and whether the key may read it", null));
    }

    @Override
    public SourcePager open(ReadPlan plan, Cursor from) {
        SupabaseTable table = table(plan.table());
        ReadShape shape = ReadShape.of(plan, table);
        return plan.top().isEmpty() ? new SupabasePager(client, shape, from)
                : new TopPager(lookup, shape, topKeys(plan, table).after(from));
    }

    @Override
    public boolean canOrder(ReadPlan plan) {
        SupabaseTable table = table(plan.table());
        // The first rows are sorted here.
        return plan.order() == KeyOrder.OWN || plan.top().isPresent() || plan.keyset().stream()
                .allMatch(name -> switch (ReadShape.column(table, name).type().kind()) {
                    case BOOLEAN, INT64, FLOAT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, BYTES, DECIMAL, UUID -> true;
                    // By a collation that no request can choose.
                    case TEXT, JSON, NATIVE -> false;
                });
    }

    @Override
    public Page fetch(ReadPlan plan, RowBatch keys) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return lookup.find(ReadShape.of(plan, table(plan.table())), keys);
    }

    @Override
    public long count(ReadPlan plan) {
        SupabaseTable table = table(plan.table());
        ReadShape shape = ReadShape.of(plan, table);
        if (plan.top().isEmpty()) {
            return new RowQuestion(client, "counting the rows of " + plan.table())
                    .count(SupabaseRequests.count(shape));
        }
        TopKeys first = topKeys(plan, table);
        return plan.watermark().isEmpty() ? first.size()
                : lookup.count(shape, first.after(new Cursor.Start()), SupabaseRequests.changed(plan));
    }

    private TopKeys topKeys(ReadPlan plan, SupabaseTable table) {
        return TopKeys.read(new RowQuestion(client, "looking for the first rows of " + plan.table()), plan, table);
    }

    @Override
    public WatermarkBounds bounds(ReadPlan plan, String column) {
        SupabaseTable table = table(plan.table());
        ReadColumn highest = new ReadColumn.Stored(column, ReadShape.column(table, column).type());
        ReadPlan alone = new ReadPlan(plan.table(), List.of(highest), List.of(column), plan.where(), Optional.empty(),
                plan.limit(), plan.slice(), Optional.empty(), KeyOrder.OWN);
        ReadShape shape = ReadShape.of(alone, table);
        String doing = "looking for the greatest " + column + " of " + plan.table();
        RestAnswer answer = client.ask(SupabaseRequests.highest(shape), doing);
        Optional<String> date = answer.header("Date");
        try {
            RowAnswer read = RowAnswer.read(answer, shape, 1, Long.MAX_VALUE);
            if (!read.unreadable().isEmpty()) {
                throw new StoreException.Permanent("the greatest value of the watermark " + column
                        + " cannot be held exactly: " + read.value(0, 0).text(), "",
                        "mend that value, or use changes: compare", null);
            }
            Value value = read.rows().isEmpty() ? Value.Null.NULL : read.rows().value(0, 0);
            return SettledTime.of(date).bounds(value);
        } catch (IOException e) {
            throw client.lost(doing, e);
        }
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        List<Finding> findings = new ArrayList<>(connection.once());
        findings.addAll(new SourceCheck(plan, table(plan.read().table()), client, connection).findings(this));
        return findings;
    }

    @Override
    public void close() {
        // The store's client serves all that it opens.
    }
}
