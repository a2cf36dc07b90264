package dev.tidemark.runtime.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A setting of a profile, which a flag or a variable can override for one call. Its value is written as in the file:
 * {@code --max-rejects 5%}, {@code TIDEMARK_RETRY='{ attempts: 5 }'}.
 */
public enum Setting {
    SINK_SCHEMA, MODE, FULL_REFRESH, CHANGES, DELETE_ORPHANS, MAX_DELETE, ANALYZE, TRANSACTION, WRITERS, MAX_REJECTS,
    PAGE_SIZE, BATCH_SIZE, PARALLEL_TABLES, RETRY, SCHEMA, CHECKPOINT_AGE, TABLES;

    /** As the file writes it, such as {@code page-size}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As the command line writes it, such as {@code --page-size}. */
    public String flag() {
        return "--" + key();
    }

    /** As the environment writes it, such as {@code TIDEMARK_PAGE_SIZE}. */
    public String variable() {
        return "TIDEMARK_" + name();
    }

    public static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
    }
}
