package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That a table is described alike whether it is asked for alone or comes along with others. */
final class SqliteDescriptionsTest {
    private final SqliteFixture file = new SqliteFixture();

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void whatComesAlongWithOthersIsWhatEachSaysAlone() {
        file.execute(
                "create table a_parent (code text collate nocase primary key, n int not null default 7) without rowid",
                "create table B_child (id integer primary key, code text references A_PARENT, m as (id * 2))",
                "create table c_keyed (x text, y blob, z real, unique (x, y), primary key (z, x))",
                "create unique index c_part on c_keyed (y) where z > 0",
                "create unique index c_expression on c_keyed (lower(x))",
                "create table d_two (a references b_child, b references c_keyed (z))",
                "create view e_view as select * from d_two");
        file.execute(many(0, 300));
        List<TableName> names = new ArrayList<>(List.of(new TableName("a_parent"), new TableName("b_CHILD"),
                new TableName("c_keyed"), new TableName("d_two"), new TableName("e_view")));
        IntStream.range(0, 300).mapToObj("t%03d"::formatted).map(TableName::new).forEach(names::add);
        List<TableSchema> alone = names.stream().map(this::alone).toList();
        try (Source source = source()) {
            assertEquals(alone, names.stream().map(source::describe).toList());
        }
        try (Source source = source()) {
            assertEquals(alone.reversed(), names.reversed().stream().map(source::describe).toList());
        }
    }

    @Test
    void aTableThatIsNotThereIsMissedAmongMany() {
        file.execute(many(0, 10));
        try (Source source = source()) {
            IntStream.range(0, 10).mapToObj("t%03d"::formatted).map(TableName::new).forEach(source::describe);
            assertThrows(StoreException.Permanent.class, () -> source.describe(new TableName("t0045")));
            assertThrows(StoreException.Permanent.class, () -> source.describe(new TableName("z")));
        }
    }

    private TableSchema alone(TableName table) {
        try (Source source = source()) {
            return source.describe(table);
        }
    }

    private static String[] many(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("create table t%03d (id integer primary key, v text)"::formatted)
                .toArray(String[]::new);
    }

    private Source source() {
        return new SqliteStore(file.config()).openSource();
    }
}
