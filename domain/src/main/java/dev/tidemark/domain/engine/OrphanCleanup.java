package dev.tidemark.domain.engine;

import java.util.Collection;
import java.util.List;

/**
 * Deletes the orphans of all tables once all passes are through: first the orphans of every table are found and held
 * against their limits, and one refusal deletes nothing anywhere; then children go before parents (correctness rule 5).
 */
final class OrphanCleanup {
    private final RunContext context;
    private final List<TableRun> tables;

    /**
     * @param tables all tables of the run, parents first
     */
    OrphanCleanup(RunContext context, Collection<TableRun> tables) {
        this.context = context;
        this.tables = List.copyOf(tables);
    }

    void run() throws InterruptedException {
        List<TableRun> wanted = tables.stream().filter(TableRun::hasOrphansToDelete).toList();
        if (!wanted.isEmpty()) {
            if (isAnyFailed()) {
                context.warn("", "no orphans were deleted, because a table failed");
            } else {
                findAndDelete(wanted);
            }
        }
        tables.forEach(TableRun::forgetOrphans);
    }

    private void findAndDelete(List<TableRun> wanted) throws InterruptedException {
        for (TableRun table : wanted) {
            table.findOrphans();
        }
        if (!isAnyFailed()) {
            for (TableRun table : wanted.reversed()) {
                table.deleteOrphans();
            }
        }
    }

    private boolean isAnyFailed() {
        return tables.stream().anyMatch(table -> table.failure().isPresent());
    }
}
