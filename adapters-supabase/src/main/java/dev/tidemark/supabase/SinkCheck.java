package dev.tidemark.supabase;

import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.Column.Nullability;
import java.util.ArrayList;
import java.util.List;

/** Looks for what would go wrong when rows are written to a table. Writes nothing: it upserts and deletes no rows. */
final class SinkCheck {
    private final SupabaseClient client;
    private final TablePlan plan;
    private final SupabaseTable table;
    private final OpenedTable opened;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param opened says that rows can be written at all
     */
    SinkCheck(SupabaseClient client, TablePlan plan, SupabaseTable table, OpenedTable opened) {
        this.client = client;
        this.plan = plan;
        this.table = table;
        this.opened = opened;
    }

    List<Finding> check() throws InterruptedException {
        deletes();
        values();
        if (findings.isEmpty()) {
            add(Severity.OK, "the key may write the table", "");
        }
        function();
        return findings;
    }

    /** Deletes the rows whose key is one of none. */
    private void deletes() {
        if (!(plan.orphans() instanceof OrphanPolicy.Delete)) {
            return;
        }
        String none = Filters.name(plan.write().key().getFirst()) + ".in.()";
        RestRequest request = new DeleteRequests(plan.write().table(), false).delete(List.of(none), 0);
        String doing = "deleting no row of " + plan.write().table();
        client.probe(request, doing).ifPresent(failure -> {
            StoreException trouble = client.trouble(request, doing, failure);
            add(Severity.ERROR, String.valueOf(trouble.getMessage()), trouble.advice());
        });
    }

    private void values() {
        List<String> written = opened.shape().names();
        for (Column column : table.schema().columns()) {
            boolean planned = plan.write().rows().names().contains(column.name());
            if (planned && !written.contains(column.name())) {
                add(Severity.NOTE, "the table computes " + column.name()
                        + ": what the source has there is not written",
                        "leave it out with columns: { exclude: [...] }");
            } else if (!planned && column.nullability() == Nullability.NOT_NULL
                    && column.generation() == Generation.NONE && column.defaultExpression().isEmpty()) {
                add(Severity.WARNING,
                        "the column " + column.name() + " is NOT NULL, has no default that REST tells, and"
                                + " gets no value, unless it counts itself up or a trigger gives it one",
                        "give it a default, or a constant with columns: { set: ... }");
            }
        }
    }

    private void function() throws InterruptedException {
        if (plan.write().mode() != WriteMode.UPSERT) {
            return;
        }
        if (opened.function().isThere(opened.shape())) {
            add(Severity.OK, "the function sync_upsert is there: a batch is one request", "");
        } else {
            opened.function().offer(client.config().schema()).ifPresent(findings::add);
        }
    }

    private void add(Severity severity, String message, String advice) {
        findings.add(new Finding(severity, plan.write().table().name(), message, advice));
    }
}
