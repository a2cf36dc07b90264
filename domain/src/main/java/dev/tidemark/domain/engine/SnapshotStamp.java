package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableSchema;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The constant column that tells the rows of one snapshot from those of another: the period of the run, in UTC. */
final class SnapshotStamp {
    private SnapshotStamp() {
    }

    /** The rule with the stamp among its constants, if it asks for snapshots. */
    static TableRule stamped(TableRule rule, Instant startedAt) {
        if (!(rule.mode() instanceof SyncMode.Snapshot(SyncMode.Every every, String column))) {
            return rule;
        }
        if (rule.constants().containsKey(column)) {
            throw new Unplannable("the snapshots of " + rule.pattern() + " are stamped in the column " + column
                    + ", which columns: set fills as well",
                    "give the stamp another column with snapshot: { column: ... }");
        }
        Map<String, Value> constants = new HashMap<>(rule.constants());
        constants.put(column, stamp(every, startedAt));
        return new TableRule(rule.pattern(), rule.into(), rule.key(), rule.excluded(), constants, rule.where(),
                rule.mode(), rule.changes(), rule.times(), rule.top(), rule.sinkWhere());
    }

    /** A table whose key lacks the stamp has room for one version of each row. */
    static void check(TableRule rule, Optional<TableSchema> existing, KeyChoice key) {
        if (rule.mode() instanceof SyncMode.Snapshot(_, String column) && existing.isPresent()
                && !existing.get().isUnique(key.columns())) {
            throw new Unplannable("the sink's table " + existing.get().name() + " has no unique key over "
                    + String.join(", ", key.columns()) + ", so it cannot hold one snapshot beside another",
                    "add " + column + " to its primary key, or write to another table with into:");
        }
    }

    private static Value stamp(SyncMode.Every every, Instant startedAt) {
        return switch (every) {
            case DAY -> new Value.Date(startedAt.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay());
            case HOUR -> new Value.TimestampTz(
                    TimeUnit.SECONDS.toMicros(startedAt.truncatedTo(ChronoUnit.HOURS).getEpochSecond()));
        };
    }
}
