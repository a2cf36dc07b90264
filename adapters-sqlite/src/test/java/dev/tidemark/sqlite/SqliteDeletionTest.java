package dev.tidemark.sqlite;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.contract.TableSpec;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only SQLite has to say when rows go: rowids, collations, storage classes, triggers. */
final class SqliteDeletionTest {
    private static final TableSpec T = table("t").required("id", ValueType.INT64).column("v", ValueType.TEXT).key("id");
    private static final TableSpec PAIRS = table("t").required("a", ValueType.TEXT).required("b", ValueType.INT64)
            .column("v", ValueType.TEXT).key("a", "b");

    private final SqliteFixture file = new SqliteFixture();

    @AfterEach
    void close() {
        file.close();
    }

    private Deletion delete(WritePlan plan, Row... rows) throws InterruptedException {
        RowType type = plan.key().isEmpty() ? plan.rows() : plan.rows().select(plan.key());
        RowBatch.Builder keys = new RowBatch.Builder(type, rows.length);
        for (Row row : rows) {
            row.select(type.names()).values().forEach(keys::add);
            keys.endRow();
        }
        try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            return upserter.delete(keys.build());
        }
    }

    @Test
    void tablesWithoutRowidLoseTheirRowsToo() throws InterruptedException {
        file.execute("create table t (a text, b integer, v text, primary key (a, b)) without rowid",
                "create table c (a text, b integer, foreign key (a, b) references t on delete cascade)",
                "insert into t values ('x', 1, ''), ('x', 2, ''), ('y', 1, ''), ('y', 2, '')",
                "insert into c values ('x', 2), ('y', null)");
        assertEquals(new Deletion(2, List.of(1)), delete(Plans.write(PAIRS), PAIRS.row("x", 1, ""),
                PAIRS.row("x", 2, ""), PAIRS.row("z", 1, ""), PAIRS.row("y", 2, "")));
        assertEquals(List.of("x2", "y1"), file.texts("select a || b from t order by 1"));
        assertEquals(List.of("2"), file.texts("select count(*) from c"));
    }

    @Test
    void aKeyIsFoundAsItIsWrittenThoughItsColumnComparesLoosely() throws InterruptedException {
        TableSpec names = table("t").required("id", ValueType.TEXT).column("v", ValueType.TEXT).key("id");
        file.execute("create table t (id text collate nocase primary key, v text)",
                "insert into t values ('Anna', ''), ('Bob', ''), ('Eve', '')");
        assertEquals(new Deletion(1, List.of()),
                delete(Plans.write(names), names.row("Anna", ""), names.row("anna", ""), names.row("bob", "")));
        assertEquals(List.of("Bob", "Eve"), file.texts("select id from t order by id"));
    }

    @Test
    void rule4_allRowsOfAKeyThatIsNotUniqueGo() throws InterruptedException {
        file.execute("create table t (id integer, v text)",
                "insert into t values (1, 'a'), (1, 'b'), (2, 'c'), (null, 'd')");
        assertEquals(new Deletion(2, List.of()), delete(Plans.write(T), T.row(1, "")));
        assertEquals(List.of("c", "d"), file.texts("select v from t order by v"));
    }

    @Test
    void rule4_wholeRowsAreFoundByTheirStorageClasses() throws InterruptedException {
        TableSpec loose = table("t").column("a", ValueType.TEXT).column("b", ValueType.INT64);
        file.execute("create table t (a, b)",
                "insert into t values ('1', 1), (1, 1), ('1', 1.0), ('1', '1'), (x'31', 1), ('1', 1), ('1 ', 1)");
        WritePlan plan = Plans.write(loose, WriteMode.APPEND, KeyCollisions.IMPOSSIBLE);
        assertEquals(new Deletion(1, List.of()), delete(plan, loose.row("1", 1)));
        assertEquals(new Deletion(1, List.of()), delete(plan, loose.row("1", 1), loose.row("1", 1)));
        assertEquals(List.of("blobinteger", "integerinteger", "textinteger", "textreal", "texttext"),
                file.texts("select typeof(a) || typeof(b) from t order by 1"));
    }

    @Test
    void aRowThatATriggerKeepsDoesNotCount() throws InterruptedException {
        file.execute("create table t (id integer primary key, v text)",
                "insert into t values (1, 'keep'), (2, 'x'), (3, 'x')",
                "create trigger keep before delete on t when old.v = 'keep' begin select raise(ignore); end");
        assertEquals(new Deletion(2, List.of()), delete(Plans.write(T), T.row(1, ""), T.row(2, ""), T.row(3, "")));
        assertEquals(List.of("1"), file.texts("select id from t"));
    }

    @Test
    void aTriggerThatForbidsItIsPermanentAndNothingGoes() {
        file.execute("create table t (id integer primary key, v text)", "insert into t values (1, 'no'), (2, 'x')",
                "create trigger forbid before delete on t when old.v = 'no' begin select raise(abort, 'forbidden'); end");
        assertThrows(StoreException.Permanent.class,
                () -> delete(Plans.write(T), T.row(2, ""), T.row(1, "")));
        assertEquals(List.of("1", "2"), file.texts("select id from t order by id"));
        assertEquals(List.of("0"), file.texts("select count(*) from sqlite_schema where name like 'tidemark%'"));
    }

    @Test
    void aTableWhoseColumnsHideTheRowidIsSaidSoOnlyWhenRowsAreToGo() throws InterruptedException {
        TableSpec hidden = table("t").column("rowid", ValueType.TEXT).column("oid", ValueType.TEXT)
                .column("_rowid_", ValueType.TEXT);
        file.execute("create table t (rowid text, oid text, _rowid_ text)");
        WritePlan plan = Plans.write(hidden, WriteMode.APPEND, KeyCollisions.IMPOSSIBLE);
        try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            RowBatch.Builder row = new RowBatch.Builder(hidden.rowType(), 1);
            hidden.row("a", "b", "c").values().forEach(row::add);
            row.endRow();
            RowBatch rows = row.build();
            upserter.upsert(rows);
            assertThrows(StoreException.Permanent.class, () -> upserter.delete(rows));
        }
        assertEquals(List.of("1"), file.texts("select count(*) from t"));
    }
}
