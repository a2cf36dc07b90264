package dev.tidemark.domain.plan;

import java.time.Duration;
import java.util.List;

/**
 * What a run of a profile is to do, as the user said it; the engine adds what the stores say.
 *
 * @param profile the profile's name
 * @param direction which way it runs
 * @param rules what is said about tables; the first rule that names a table holds, a table that none names is left out
 * @param only patterns of the tables to run this time; empty for all
 * @param excluded patterns of tables to leave out this time
 * @param schema what may be done to the sink's tables
 * @param page how much is read at once
 * @param batch how much is written at once
 * @param rejects how many rows of a table may be rejected
 * @param retry how transient trouble is tried again
 * @param parallelTables how many tables run side by side
 * @param writers how many batches of one table are written at the same time, where rows of different batches cannot meet
 * @param limit the most rows to read of each table; {@code Long.MAX_VALUE} for all
 * @param resume whether checkpoints are used, and for how long
 * @param orphans what happens to rows of the sink that the source no longer has
 */
public record SyncPlan(String profile, Direction direction, List<TableRule> rules, List<String> only,
        List<String> excluded, SchemaPolicy schema, PageLimit page, PageLimit batch, RejectLimit rejects,
        RetryPolicy retry, int parallelTables, int writers, long limit, Resume resume, OrphanPolicy orphans) {
    public SyncPlan {
        rules = List.copyOf(rules);
        only = List.copyOf(only);
        excluded = List.copyOf(excluded);
    }

    /** A plan that deletes nothing, with one writer. */
    public SyncPlan(String profile, Direction direction, List<TableRule> rules, List<String> only,
            List<String> excluded, SchemaPolicy schema, PageLimit page, PageLimit batch, RejectLimit rejects,
            RetryPolicy retry, int parallelTables, long limit, Resume resume) {
        this(profile, direction, rules, only, excluded, schema, page, batch, rejects, retry, parallelTables, 1,
                limit, resume, new OrphanPolicy.Keep());
    }

    public SyncPlan withOrphans(OrphanPolicy other) {
        return new SyncPlan(profile, direction, rules, only, excluded, schema, page, batch, rejects, retry,
                parallelTables, writers, limit, resume, other);
    }

    public SyncPlan withWriters(int other) {
        return new SyncPlan(profile, direction, rules, only, excluded, schema, page, batch, rejects, retry,
                parallelTables, other, limit, resume, orphans);
    }

    /** The same for these tables of it alone. */
    public SyncPlan withOnly(List<String> tables) {
        return new SyncPlan(profile, direction, rules, tables, excluded, schema, page, batch, rejects, retry,
                parallelTables, writers, limit, resume, orphans);
    }

    /** The same under another name and with other rules: what one file of many is run by. */
    public SyncPlan of(String otherProfile, List<TableRule> otherRules) {
        return new SyncPlan(otherProfile, direction, otherRules, only, excluded, schema, page, batch, rejects, retry,
                parallelTables, writers, limit, resume, orphans);
    }

    /** Whether an unfinished pass is gone on with. */
    public sealed interface Resume {

        /** From the checkpoint, if it fits and is not older than this. */
        record IfYoungerThan(Duration age) implements Resume {
        }

        /** Never: every table begins anew. */
        record Never() implements Resume {
        }
    }
}
