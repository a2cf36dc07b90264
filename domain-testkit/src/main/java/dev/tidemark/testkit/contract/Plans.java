package dev.tidemark.testkit.contract;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.schema.SchemaFingerprint;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans for one table, as the engine would make them. */
public final class Plans {
    private Plans() {
    }

    /** Writes all columns of the table by its key. */
    public static WritePlan write(TableSpec table) {
        return write(table, WriteMode.UPSERT, KeyCollisions.IMPOSSIBLE);
    }

    public static WritePlan write(TableSpec table, WriteMode mode, KeyCollisions collisions) {
        List<String> key = mode == WriteMode.APPEND ? List.of() : table.key();
        return new WritePlan(table.tableName(), table.rowType(), key, mode, collisions, Map.of());
    }

    /** Brings a table of this shape from a store of another kind. */
    public static TablePlan table(TableSpec table, Optional<TableSchema> existing, SchemaPolicy policy) {
        return table(table.schema(), existing, policy);
    }

    /** Brings this table; its dialect says whose words its types are. */
    public static TablePlan table(TableSchema target, Optional<TableSchema> existing, SchemaPolicy policy) {
        List<ReadColumn> columns = StoreContract.stored(target.columns());
        ReadPlan read = new ReadPlan(target.name(), columns, target.key(), Optional.empty(), Optional.empty(),
                new PageLimit(1_000, 1 << 20));
        WriteMode mode = target.key().isEmpty() ? WriteMode.APPEND : WriteMode.UPSERT;
        WritePlan write = new WritePlan(target.name(), read.rowType(), target.key(), mode, KeyCollisions.IMPOSSIBLE,
                Map.of());
        return new TablePlan(target, existing, target, policy, read, write, read, new SyncMode.Upsert(),
                new ChangeDetection.All(), new OrphanPolicy.Keep(), SchemaFingerprint.of(target));
    }
}
