package dev.tidemark.runtime;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.SyncEngine;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.RejectLimit;
import dev.tidemark.domain.plan.RetryPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.JsonText;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.postgres.PostgresConfig;
import dev.tidemark.postgres.PostgresStore;
import dev.tidemark.sqlite.SqliteConfig;
import dev.tidemark.sqlite.SqliteStore;
import dev.tidemark.testkit.contract.EdgeValues;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.memory.MemoryScratch;
import dev.tidemark.testkit.memory.MemoryStateStore;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type and every value at which stores are known to fail, there and back between the two stores. */
@ExtendWith(PostgresExtension.class)
final class ValuesBetweenStoresTest {
    private static final SyncListener SILENT = _ -> {
    };
    private static final PageLimit LIMIT = new PageLimit(7, 1 << 20);

    private final PostgresDatabase database;

    @TempDir
    private Path folder = Path.of("");

    ValuesBetweenStoresTest(PostgresDatabase database) {
        this.database = database;
    }

    static Stream<ValueType> types() {
        return EdgeValues.types();
    }

    @BeforeEach
    void makeSchemas() throws Exception {
        database.execute("drop schema if exists there cascade", "drop schema if exists back cascade",
                "create schema there", "create schema back");
    }

    @ParameterizedTest
    @MethodSource("types")
    void rule7_fromSqliteToPostgresAndBackEveryValueIsWhatItWasOrARejectWithItsReason(ValueType type)
            throws InterruptedException {
        thereAndBack(type, sqlite("first.db"), postgres("there"), sqlite("last.db"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void rule7_fromPostgresToSqliteAndBackEveryValueIsWhatItWasOrARejectWithItsReason(ValueType type)
            throws InterruptedException {
        thereAndBack(type, postgres("there"), sqlite("middle.db"), postgres("back"));
    }

    private static void thereAndBack(ValueType type, Store first, Store middle, Store last)
            throws InterruptedException {
        TableSpec values = table("edge").required("id", ValueType.INT64).column("v", type).key("id");
        Map<Long, Value> written = write(first, values, EdgeValues.of(type));

        SyncReport there = sync(first, middle);
        SyncReport back = sync(middle, last);
        SyncReport again = sync(middle, last);

        Map<Long, Value> arrived = read(last);
        assertEquals(written.size(), arrived.size() + there.totals().rejected() + back.totals().rejected());
        arrived.forEach((id, value) -> assertEquals(comparable(Objects.requireNonNull(written.get(id))),
                comparable(value), "row " + id));
        written.keySet().removeAll(arrived.keySet());
        assertTrue(written.values().stream().allMatch(ValuesBetweenStoresTest::mayBeRejected), written::toString);
        assertEquals(arrived.size(), again.totals().unchanged(), again::toString);
    }

    /** SQLite has no NaN and no negative zero in a REAL column; PostgreSQL has no NUL in text. */
    private static boolean mayBeRejected(Value value) {
        return switch (value) {
            case Value.Float64(double number) -> Double.isNaN(number) || number == 0;
            case Value.Text(String text) -> text.contains("\0");
            case Value.Json(String text) -> text.contains("\\u0000");
            default -> false;
        };
    }

    private static String comparable(Value value) {
        return value instanceof Value.Json(String json) ? JsonText.canonical(json).orElse(json) : value.text();
    }

    private static Map<Long, Value> write(Store store, TableSpec spec, List<Value> values)
            throws InterruptedException {
        Map<Long, Value> taken = new TreeMap<>();
        try (Sink sink = store.openSink()) {
            sink.prepare(Plans.table(spec, Optional.empty(), SchemaPolicy.CREATE));
            try (SinkUpserter upserter = sink.open(Plans.write(spec))) {
                for (long id = 0; id < values.size(); id++) {
                    RowBatch.Builder row = new RowBatch.Builder(spec.rowType(), 1);
                    row.addSlot(id);
                    row.add(values.get((int) id));
                    row.endRow();
                    if (upserter.upsert(row.build()) instanceof Applied) {
                        taken.put(id, values.get((int) id));
                    }
                }
            }
        }
        return taken;
    }

    private static SyncReport sync(Store from, Store to) {
        SyncPlan plan = new SyncPlan("edge", Direction.PUSH, List.of(TableRule.of("*")), List.of(), List.of(),
                SchemaPolicy.CREATE, LIMIT, LIMIT, new RejectLimit.Percent(100), RetryPolicy.DEFAULT, 1,
                Long.MAX_VALUE, new SyncPlan.Resume.IfYoungerThan(Duration.ofDays(1)));
        SyncReport report = new SyncEngine(new MemoryStateStore(), InstantSource.system(), _ -> {
        }, new Random(1), new MemoryScratch()).run("run", plan, from, to, SILENT);
        assertTrue(report.status() == Status.SUCCEEDED || report.status() == Status.REJECTS, report::toString);
        return report;
    }

    private static Map<Long, Value> read(Store store) throws InterruptedException {
        Map<Long, Value> rows = new TreeMap<>();
        try (Source source = store.openSource()) {
            TableSchema schema = source.describe(new TableName("edge"));
            List<ReadColumn> columns = schema.columns().stream()
                    .<ReadColumn>map(column -> new ReadColumn.Stored(column.name(), column.type())).toList();
            ReadPlan plan = new ReadPlan(schema.name(), columns, schema.key(), Optional.empty(), Optional.empty(),
                    LIMIT);
            try (SourcePager pager = source.open(plan, new Cursor.Start())) {
                for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                    assertEquals(List.of(), page.get().rejects());
                    RowBatch batch = page.get().rows();
                    for (int at = 0; at < batch.size(); at++) {
                        Row row = batch.row(at);
                        rows.put(batch.slot(at, 0), row.get("v"));
                    }
                }
            }
        }
        return rows;
    }

    private Store sqlite(String file) {
        return new SqliteStore(SqliteConfig.of(folder.resolve(file)));
    }

    private Store postgres(String schema) {
        return new PostgresStore(PostgresConfig.parse(database.uri().toString()).withSchema(schema));
    }
}
