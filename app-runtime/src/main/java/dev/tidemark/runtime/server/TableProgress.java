package dev.tidemark.runtime.server;

import dev.tidemark.domain.event.Progress;
import java.util.OptionalLong;

/** How far a table has come, and when that was told last. */
final class TableProgress {
    private final String name;
    private Progress progress = Progress.NONE;
    private OptionalLong total = OptionalLong.empty();
    private long toldAtMillis = Long.MIN_VALUE / 2;

    TableProgress(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Progress progress() {
        return progress;
    }

    /** How many rows the source holds, if that is known. */
    OptionalLong total() {
        return total;
    }

    void measured(long rows) {
        total = OptionalLong.of(rows);
    }

    /** Where nothing differs no batch is written, and pages alone tell how far a table has come. */
    TableProgress read(long rows) {
        progress = progress.plus(new Progress(rows, 0, 0, 0, 0, 0, 0));
        return this;
    }

    /** A batch tells the whole. */
    TableProgress applied(Progress whole) {
        progress = whole;
        return this;
    }

    /** Whether so long has passed since this was last the case. */
    boolean isDue(long nowMillis, long paceMillis) {
        if (nowMillis - toldAtMillis < paceMillis) {
            return false;
        }
        toldAtMillis = nowMillis;
        return true;
    }
}
