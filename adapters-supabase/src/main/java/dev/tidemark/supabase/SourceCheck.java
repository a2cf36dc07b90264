package dev.tidemark.supabase;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.schema.TableSchema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks for what would go wrong when a table is read. */
final class SourceCheck {
    private final TablePlan plan;
    private final SupabaseTable table;
    private final ConnectionCheck connection;

    SourceCheck(TablePlan plan, SupabaseTable table, ConnectionCheck connection) {
        this.plan = plan;
        this.table = table;
        this.connection = connection;
    }

    List<Finding> findings(Source source) {
        List<Finding> findings = new ArrayList<>();
        long rows = source.count(plan.read());
        findings.add(finding(Severity.OK, String.format(Locale.ROOT, "%,d rows", rows), ""));
        connection.rowCap(table, rows).ifPresent(findings::add);
        if (table.schema().relation() == Relation.VIEW && plan.read().keyset().isEmpty()) {
            findings.add(finding(Severity.NOTE, "the view has no key: its rows are told apart by nothing but what they"
                    + " hold, and an interrupted run counts them to find its place", "name columns with key: [...]"));
        }
        return findings;
    }

    private Finding finding(Severity severity, String message, String advice) {
        return new Finding(severity, table.schema().name().name(), message, advice);
    }
}
