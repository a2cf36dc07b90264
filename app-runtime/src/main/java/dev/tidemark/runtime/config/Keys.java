package dev.tidemark.runtime.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that each part of the file may have. The JSON Schema names the same ones. */
final class Keys {
    static final Set<String> ROOT = Set.of("state", "connections", "profiles");
    static final Set<String> SQLITE = Set.of("type", "path", "driver");
    static final Set<String> POSTGRES = Set.of("type", "url", "host", "port", "database", "user", "password", "sslmode",
            "schema", "pooler", "access");
    static final Set<String> SUPABASE = Set.of("type", "url", "key", "rest-path", "access-token", "schema",
            "timeout");
    static final Set<String> RETRY = Set.of("attempts", "base-delay", "max-delay");
    static final Set<String> CHANGES = Set.of("watermark", "lookback");
    static final Set<String> TABLE = Set.of("name", "key", "columns", "where", "sink-where", "into", "mode", "changes",
            "order",
            "limit", "snapshot");
    static final Set<String> COLUMNS = Set.of("exclude", "set", "times", "types");
    static final Set<String> SCHEDULE = Set.of("cron", "zone");
    static final Set<String> SNAPSHOT = Set.of("every", "column");

    /** Settings that a file may give, and what only a profile of a file has. */
    static final Set<String> PROFILE = with(settings(Setting.FULL_REFRESH), "source", "sink", "pull", "schedule",
            "share");
    /** What holds for a pull alone. */
    static final Set<String> PULL = settings(Setting.FULL_REFRESH, Setting.SINK_SCHEMA);

    private Keys() {
    }

    private static Set<String> settings(Setting... without) {
        Set<String> keys = new LinkedHashSet<>();
        for (Setting setting : Setting.values()) {
            if (!List.of(without).contains(setting)) {
                keys.add(setting.key());
            }
        }
        return keys;
    }

    private static Set<String> with(Set<String> keys, String... more) {
        keys.addAll(Arrays.asList(more));
        return keys;
    }
}
