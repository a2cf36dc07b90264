package dev.tidemark.cli.command;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.SyncRequest.Start;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be said about one run of a profile. */
final class RunOptions {
    @Mixin
    private TableOptions tables;

    @Option(names = "--full-refresh", arity = "0..1", fallbackValue = "true", paramLabel = "true|false",
            description = "Make the sink's tables what the source holds, each in one transaction.")
    private @Nullable Boolean fullRefresh;

    @Option(names = "--delete-orphans", arity = "0..1", fallbackValue = "true", paramLabel = "true|false",
            description = "Delete rows of the sink that the source no longer has.")
    private @Nullable Boolean deleteOrphans;

    @Option(names = "--max-delete", paramLabel = "N|P%",
            description = "Delete nothing at all if more rows of a table than this would go; 10%% unless told otherwise.")
    private @Nullable String maxDelete;

    @Option(names = "--changes", paramLabel = "HOW",
            description = "How changed rows are found, written as in the file: auto, compare, digest, all, or '{ watermark: COLUMN }'.")
    private @Nullable String changes;

    @Option(names = "--max-rejects", paramLabel = "N|P%",
            description = "Fail when more rows than this are rejected; 0 stops at the first.")
    private @Nullable String maxRejects;

    @Option(names = "--page-size", paramLabel = "ROWS", description = "Rows read at once.")
    private @Nullable String pageSize;

    @Option(names = "--batch-size", paramLabel = "ROWS", description = "Rows written at once.")
    private @Nullable String batchSize;

    @Option(names = "--limit", paramLabel = "ROWS", description = "At most this many rows of each table.")
    private @Nullable Long limit;

    @Option(names = "--restart", description = "Begin anew instead of going on where the last run stopped.")
    private boolean restart;

    @Option(names = "--dry-run", description = "Write nothing, tell what would be done: the same as plan.")
    private boolean dryRun;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    List<String> tables() {
        return tables.tables();
    }

    /** Whether nothing is to be written. */
    boolean dryRun() {
        return dryRun;
    }

    /** Refuses what no run could do. */
    void check() {
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(),
                    "--limit wants a number of rows, at least 1, not " + limit);
        }
    }

    /** The run that is asked for. */
    SyncRequest request(String profile, Direction direction) {
        SyncRequest request = direction == Direction.PUSH ? SyncRequest.push(profile) : SyncRequest.pull(profile);
        return request
                .withTables(tables.tables(), tables.excluded())
                .withOverrides(overrides())
                .withLimit(limit == null ? SyncRequest.NO_LIMIT : limit)
                .withStart(restart ? Start.ANEW : Start.RESUME);
    }

    private Overrides overrides() {
        Overrides overrides = Overrides.NONE;
        overrides = with(overrides, Setting.FULL_REFRESH, fullRefresh);
        overrides = with(overrides, Setting.DELETE_ORPHANS, deleteOrphans);
        overrides = with(overrides, Setting.MAX_DELETE, maxDelete);
        overrides = with(overrides, Setting.CHANGES, changes);
        overrides = with(overrides, Setting.MAX_REJECTS, maxRejects);
        overrides = with(overrides, Setting.PAGE_SIZE, pageSize);
        return with(overrides, Setting.BATCH_SIZE, batchSize);
    }

    private static Overrides with(Overrides overrides, Setting setting, @Nullable Object value) {
        return value == null ? overrides : overrides.with(setting, value.toString());
    }
}
