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
    private final SupabaseConfig config;

    SourceCheck(TablePlan plan, SupabaseTable table, SupabaseConfig config) {
        this.plan = plan;
        this.table = table;
        this.config = config;
    }

    List<Finding> findings(Source source) {
        List<Finding> findings = new ArrayList<>();
        if (!config.kind().seesAllRows()) {
            findings.add(
                    finding(Severity.WARNING, "row-level security may hide rows from this key: what it does not see is"
                            + " not synced, and nothing is deleted", "use the project's secret key"));
        }
        findings.add(finding(Severity.OK, String.format(Locale.ROOT, "%,d rows", source.count(plan.read())), ""));
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
