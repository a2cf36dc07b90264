package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.RejectLimit;
import dev.tidemark.domain.plan.RetryPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TableRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A profile as one call runs it: file, environment and flags are settled, and in a pull the roles have changed.
 *
 * @param direction which way it runs
 * @param from the connection that is read
 * @param to the connection that is written
 * @param rules in terms of {@code from}
 * @param oneWay rules that a pull cannot turn round, and why; none in a push
 * @param types what the profile says of the types of columns, for stores that do not tell them: by the table's name in
 *     {@code from}, then by column, as PostgreSQL calls them
 * @param orphans what happens to rows of {@code to} that {@code from} no longer has
 * @param schema what may be done to the tables of {@code to}
 * @param analyze whether statistics are refreshed after a load that changed much
 * @param pageSize rows a page; empty for the default of the store that is read
 * @param batchSize rows a batch; empty for the default of the store that is written
 * @param parallelTables tables side by side; empty for the default of the store that is written
 * @param writers batches of one table side by side; empty for the default of the store that is written
 * @param checkpointAge how old a checkpoint may be
 * @param shares whether several servers may work on one run of it
 */
public record Profile(String name, Direction direction, Connection from, Connection to, List<TableRule> rules,
        List<OneWay> oneWay, Map<String, Map<String, String>> types, OrphanPolicy orphans, SchemaPolicy schema,
        Analyze analyze, OptionalInt pageSize,
        OptionalInt batchSize, OptionalInt parallelTables, OptionalInt writers,
        RejectLimit rejects, RetryPolicy retry, Duration checkpointAge, boolean shares) {
    public static final RejectLimit DEFAULT_REJECTS = new RejectLimit.Percent(10);
    public static final Duration DEFAULT_CHECKPOINT_AGE = Duration.ofDays(7);

    public Profile {
        rules = List.copyOf(rules);
        oneWay = List.copyOf(oneWay);
        types = Map.copyOf(types);
    }

    /**
     * A rule that works for a push alone, so that a pull of its tables is a mistake.
     *
     * @param rule turned round
     */
    public record OneWay(TableRule rule, Problem problem) {
    }

    /** The connection that the profile calls its source, whichever way it runs. */
    public Connection source() {
        return direction == Direction.PUSH ? from : to;
    }

    /** When the statistics of the tables written are refreshed. */
    public enum Analyze {
        AUTO, OFF
    }
}
