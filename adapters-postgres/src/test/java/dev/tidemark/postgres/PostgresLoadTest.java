package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where COPY straight into the table would not do, and what the server refuses late. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
final class PostgresLoadTest {
    private static final RowType PEOPLE = new RowType(List.of("id", "name"), List.of(ValueType.INT64, ValueType.TEXT));
    private static final WritePlan PLAN = new WritePlan(new TableName("people"), PEOPLE, List.of("id"),
            WriteMode.UPSERT,
            KeyCollisions.IMPOSSIBLE, Map.of());

    private final PostgresFixture fixture;

    PostgresLoadTest(PostgresDatabase database) {
        this.fixture = new PostgresFixture(database);
    }

    @BeforeEach
    void open() {
        fixture.execute("create table people (id bigint primary key, name text)");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "create function f() returns trigger language plpgsql as 'begin return null; end';"
                    + "create trigger t before insert on people for each row execute function f()",
            "create rule r as on insert to people where new.id > 5 do instead nothing",
            "alter table people drop constraint people_pkey",
            "alter table people alter name type inet using null"})
    void declines(String change) {
        fixture.execute(change);
        assertEquals(Optional.empty(), opened(PLAN));
    }

    @Test
    void declinesWhatOneTransactionHasToHoldAndWhatHasNoKey() {
        assertEquals(Optional.empty(), opened(PLAN.withVisibility(Visibility.AT_COMMIT)));
        assertEquals(Optional.empty(), opened(new WritePlan(PLAN.table(), PEOPLE, List.of(), WriteMode.APPEND,
                KeyCollisions.IMPOSSIBLE, Map.of())));
    }

    private Optional<BulkLoad> opened(WritePlan plan) {
        try (Sink sink = new PostgresStore(fixture.config()).openSink()) {
            Optional<BulkLoad> load = sink.load(plan);
            load.ifPresent(BulkLoad::close);
            return load;
        }
    }

    @Test
    void aDeferredConstraintIsRefusedByTheFlushAndNotByTheCommit() throws InterruptedException {
        fixture.execute("create table towns (name text primary key)");
        fixture.execute("alter table people add foreign key (name) references towns deferrable initially deferred");
        loading(load -> {
            assertEquals(Optional.empty(), load.add(people(0, 3, "nowhere")));
            assertEquals(Reason.Kind.FOREIGN_KEY, load.flush().orElseThrow().reason().kind());
        });
        assertEquals(0, count());
    }

    @Test
    void aTextWithNulNamesItsRowAndLeavesNothing() throws InterruptedException {
        loading(load -> {
            assertEquals(Optional.empty(), load.add(people(0, 5_000, "a name")));
            Refused refused = load.add(people(5_000, 5_001, "a\0name")).orElseThrow();
            assertEquals(Reason.Kind.NOT_EXACT, refused.reason().kind());
            assertEquals(OptionalInt.of(0), refused.row());
            assertThrows(IllegalStateException.class, load::flush);
        });
        assertEquals(0, count());
    }

    @Test
    void aServerThatEndsTheConnectionFailsTheLoad() throws InterruptedException {
        loading(load -> {
            assertEquals(Optional.empty(), load.add(people(0, 5_000, "a name")));
            fixture.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where query like 'copy%' and datname = current_database()");
            assertThrows(StoreException.Unreachable.class, () -> {
                load.add(people(5_000, 50_000, "a name"));
                load.flush();
            });
        });
        assertEquals(0, count());
    }

    /** What a test does with an open load. */
    @FunctionalInterface
    private interface Loading {
        void run(BulkLoad load) throws InterruptedException;
    }

    private void loading(Loading test) throws InterruptedException {
        try (Sink sink = new PostgresStore(fixture.config()).openSink();
                BulkLoad load = sink.load(PLAN).orElseThrow()) {
            test.run(load);
        }
    }

    private long count() {
        return new PostgresStore(fixture.config()).sizes().rows(List.of(PLAN.table())).getOrDefault(PLAN.table(), -1L);
    }

    private static RowBatch people(long from, long to, String name) {
        RowBatch.Builder builder = new RowBatch.Builder(PEOPLE, 16);
        LongStream.range(from, to).forEach(id -> {
            builder.addSlot(id);
            builder.addUtf8(name);
            builder.endRow();
        });
        return builder.build();
    }
}
