package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.EdgeValues;
import dev.tidemark.testkit.supabase.GatewayRequest;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SupabaseExtension.class)
final class UpsertFunctionTest {
    private static final RowType NAMED = new RowType(List.of("id", "name"), List.of(ValueType.INT64, ValueType.TEXT));

    private final SupabaseProject project;

    UpsertFunctionTest(SupabaseProject project) {
        this.project = project;
        project.execute(UpsertFunction.script("public"));
    }

    @Test
    void aBatchIsOneRequestThatCounts() throws InterruptedException {
        project.execute("create table counted (id bigint primary key, name text)",
                "insert into counted select i, case when i < 5 then 'old' else 'name ' || i end from generate_series(0, 9) i");
        try (Sink sink = sink(); SinkUpserter upserter = sink.open(plan("counted", NAMED))) {
            assertEquals(new Applied(10, 5, 5, List.of(), 1), upserter.upsert(named(0, 20)));
            project.gateway().forget();
            assertEquals(new Applied(0, 0, 20, List.of(), 1), upserter.upsert(named(0, 20)));
            assertEquals(List.of("POST"), project.gateway().requests().stream().map(GatewayRequest::method).toList());
        }
    }

    @Test
    void whatItRefusesIsRefusedForTheSameReasonAndWritesNothing() throws InterruptedException {
        project.execute("create table strict (id bigint primary key, name text check (name <> 'name 3'))",
                "insert into strict values (100, 'x')");
        try (Sink sink = sink(); SinkUpserter upserter = sink.open(plan("strict", NAMED))) {
            Refused refused = assertInstanceOf(Refused.class, upserter.upsert(named(0, 5)));
            assertEquals(Reason.Kind.CONSTRAINT, refused.reason().kind());
            assertEquals(3, assertInstanceOf(Applied.class, upserter.upsert(named(0, 3))).inserted());
        }
    }

    @Test
    void rowsThatATriggerDropsAreFoundTheOtherWay() throws InterruptedException {
        project.execute("create table dropping (id bigint primary key, name text)",
                "insert into dropping values (100, 'x')",
                """
                create function drop_odd() returns trigger language plpgsql as
                  $$ begin if new.id % 2 = 1 then return null; end if; return new; end $$
                """,
                "create trigger drop_odd before insert or update on dropping for each row execute function drop_odd()");
        try (Sink sink = sink(); SinkUpserter upserter = sink.open(plan("dropping", NAMED))) {
            Applied applied = assertInstanceOf(Applied.class, upserter.upsert(named(0, 6)));
            assertEquals(List.of(1, 3, 5), applied.skipped());
            assertEquals(3, applied.inserted());
        }
    }

    static java.util.stream.Stream<ValueType> types() {
        return EdgeValues.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void valuesThatAreThereAreUnchangedAndOthersAreNot(ValueType type) throws InterruptedException {
        String table = "all_" + type.kind().name().toLowerCase(java.util.Locale.ROOT);
        project.execute("create table " + table + " (id bigint primary key, v " + declared(type) + ")",
                "insert into " + table + " values (-1, null)");
        RowType rows = new RowType(List.of("id", "v"), List.of(ValueType.INT64, type));
        RowBatch.Builder builder = new RowBatch.Builder(rows, 64);
        long id = 0;
        for (Value value : EdgeValues.of(type)) {
            String text = value.text();
            boolean kept = text.indexOf(0) < 0 && !(value instanceof Value.Json && (text.equals("null")
                    || text.contains("\\u0000")));
            if (kept) {
                builder.addSlot(id++);
                builder.add(value);
                builder.endRow();
            }
        }
        RowBatch batch = builder.build();
        try (Sink sink = sink(); SinkUpserter upserter = sink.open(plan(table, rows))) {
            Applied first = assertInstanceOf(Applied.class, upserter.upsert(batch));
            assertEquals(batch.size(), first.inserted());
            project.gateway().forget();
            Applied again = assertInstanceOf(Applied.class, upserter.upsert(batch));
            assertEquals(batch.size(), again.unchanged(), again::toString);
            assertTrue(project.gateway().requests().stream().noneMatch(request -> request.method().equals("GET")),
                    () -> project.gateway().requests().toString());
        }
    }

    private static String declared(ValueType type) {
        return switch (type.kind()) {
            case INT64 -> "bigint";
            case FLOAT64 -> "double precision";
            case TIME, TIMESTAMP, TIMESTAMPTZ, DATE, TEXT, JSON, UUID, BOOLEAN -> type.kind().name();
            case BYTES -> "bytea";
            case DECIMAL -> "numeric";
            case NATIVE -> type.name();
        };
    }

    private static RowBatch named(int from, int to) {
        RowBatch.Builder rows = new RowBatch.Builder(NAMED, to - from);
        for (int id = from; id < to; id++) {
            rows.addSlot(id);
            rows.addUtf8("name " + id);
            rows.endRow();
        }
        return rows.build();
    }

    private static WritePlan plan(String table, RowType type) {
        return new WritePlan(new TableName(table), type, List.of("id"), WriteMode.UPSERT, KeyCollisions.IMPOSSIBLE,
                Map.of());
    }

    private Sink sink() {
        return new SupabaseStore(SupabaseConfig.of(project.url(), project.secretKey()), KnownTables.NONE,
                (_, _) -> List.of()).openSink();
    }
}
