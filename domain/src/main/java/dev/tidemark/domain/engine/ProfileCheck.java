package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.TablePlanner.Planned;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Looks at every table of a profile before anything is written; what one table shows does not hide another. */
final class ProfileCheck {
    private final SyncPlan plan;
    private final Source source;
    private final Sink sink;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    ProfileCheck(SyncPlan plan, Source source, Sink sink, Instant now) {
        this.plan = plan;
        this.source = source;
        this.sink = sink;
        this.now = now;
    }

    List<Finding> run() {
        try {
            for (Planned table : new TablePlanner(plan, source, sink, now).plan(this::unplannable)) {
                look(table);
            }
        } catch (Unplannable e) {
            findings.add(new Finding(Severity.ERROR, "", String.valueOf(e.getMessage()), e.advice()));
        }
        return findings;
    }

    private void unplannable(TableName table, RuntimeException trouble) {
        findings.add(new Finding(Severity.ERROR, table.name(), String.valueOf(trouble.getMessage()), switch (trouble) {
            case Unplannable e -> e.advice();
            case StoreException e -> e.advice();
            default -> "";
        }));
    }

    private void look(Planned table) {
        TablePlan tablePlan = table.plan();
        for (String warning : table.warnings()) {
            findings.add(new Finding(Severity.WARNING, tablePlan.write().table().name(), warning, ""));
        }
        ask(tablePlan.read().table(), () -> source.check(tablePlan));
        ask(tablePlan.write().table(), () -> sink.check(tablePlan));
    }

    private void ask(TableName table, Supplier<List<Finding>> store) {
        try {
            findings.addAll(store.get());
        } catch (StoreException.Permanent | StoreException.TooLarge e) {
            findings.add(new Finding(Severity.ERROR, table.name(), String.valueOf(e.getMessage()), e.advice()));
        }
    }
}
