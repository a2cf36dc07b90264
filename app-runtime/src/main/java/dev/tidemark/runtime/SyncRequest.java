package dev.tidemark.runtime;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.config.Overrides;
import java.util.List;

/**
 * What a frontend asks for.
 *
 * @param profile the profile's name
 * @param direction which way
 * @param tables patterns of the tables to run this time; empty for all of the profile
 * @param excluded patterns of tables to leave out this time
 * @param overrides settings for this call
 * @param limit the most rows to read of each table; {@link #NO_LIMIT} for all
 * @param start whether an unfinished pass is gone on with
 */
public record SyncRequest(String profile, Direction direction, List<String> tables, List<String> excluded,
        Overrides overrides, long limit, Start start) {
    public static final long NO_LIMIT = Long.MAX_VALUE;

    public SyncRequest {
        tables = List.copyOf(tables);
        excluded = List.copyOf(excluded);
    }

    public static SyncRequest push(String profile) {
        return new SyncRequest(profile, Direction.PUSH, List.of(), List.of(), Overrides.NONE, NO_LIMIT, Start.RESUME);
    }

    public static SyncRequest pull(String profile) {
        return new SyncRequest(profile, Direction.PULL, List.of(), List.of(), Overrides.NONE, NO_LIMIT, Start.RESUME);
    }

    public SyncRequest withTables(List<String> only, List<String> without) {
        return new SyncRequest(profile, direction, only, without, overrides, limit, start);
    }

    public SyncRequest withOverrides(Overrides others) {
        return new SyncRequest(profile, direction, tables, excluded, others, limit, start);
    }

    public SyncRequest withLimit(long most) {
        return new SyncRequest(profile, direction, tables, excluded, overrides, most, start);
    }

    public SyncRequest withStart(Start other) {
        return new SyncRequest(profile, direction, tables, excluded, overrides, limit, other);
    }

    /** What is done with the checkpoint of an unfinished pass. */
    public enum Start {
        /** Gone on from, where it fits. */
        RESUME,
        /** Ignored. */
        ANEW
    }
}
