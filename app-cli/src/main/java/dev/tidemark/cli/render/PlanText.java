package dev.tidemark.cli.render;

import dev.tidemark.cli.render.CountTable.Column;
import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.ChangePlan.TableChanges;
import dev.tidemark.domain.engine.RowDifference;
import dev.tidemark.domain.engine.RowDifference.Cell;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run would do, for a person: the counts of each table, the statements that would change the schema, the samples that
 * were asked for, what could not be looked at, and one line that sums it up.
 */
public final class PlanText {
    private static final int MOST_NAMES = 3;

    private final Style style;

    public PlanText(Style style) {
        this.style = style;
    }

    public List<String> lines(ChangePlan plan) {
        List<String> lines = new ArrayList<>(counts(plan.report().tables()));
        for (TableChanges table : plan.tables()) {
            table.ddl().forEach(sql -> sql.strip().concat(sql.strip().endsWith(";") ? "" : ";").lines()
                    .forEach(lines::add));
        }
        for (TableChanges table : plan.tables()) {
            table.samples().forEach(sample -> lines.add(table.table() + ": " + sample(sample)));
        }
        notes(plan).forEach((note, tables) -> lines.add(style.careful("note: ") + names(tables) + ": " + note));
        lines.add(sum(plan));
        return lines;
    }

    /** What holds for many tables is said once. */
    private static Map<String, List<String>> notes(ChangePlan plan) {
        Map<String, List<String>> notes = new LinkedHashMap<>();
        for (TableChanges table : plan.tables()) {
            table.notes().forEach(note -> notes.computeIfAbsent(note, _ -> new ArrayList<>()).add(table.table()));
        }
        return notes;
    }

    private static String names(List<String> tables) {
        int more = tables.size() - MOST_NAMES;
        return String.join(", ", tables.subList(0, Math.min(tables.size(), MOST_NAMES)))
                + (more > 0 ? " and " + Amounts.count(more, "more table", "more tables") : "");
    }

    private List<String> counts(List<TableReport> tables) {
        CountTable counts = new CountTable(style, Column.plain("read", 0), new Column("to insert", 6, style::good),
                new Column("to update", 3, style::good), Column.plain("unchanged", 6),
                new Column("to delete", 2, style::good), new Column("rejected", 1, style::bad));
        for (TableReport table : tables) {
            Progress progress = table.counts();
            counts.add(table.table(), Summary.remarks(style, table), progress.read(), progress.inserted(),
                    progress.updated(), progress.unchanged(), progress.deleted(), progress.rejected());
        }
        return counts.lines();
    }

    private String sample(RowDifference sample) {
        String key = Shown.value(sample.key());
        return switch (sample.kind()) {
            case MISSING -> style.good("insert ") + key + Cells.of(sample.cells(), Cell::source);
            case EXTRA -> style.bad("delete ") + key + Cells.of(sample.cells(), Cell::sink);
            case DIFFERENT -> style.careful("update ") + key + ": " + sample.cells().stream()
                    .map(cell -> cell.column() + " " + Shown.value(cell.sink(), cell.source()) + " -> "
                            + Shown.value(cell.source(), cell.sink()))
                    .collect(Collectors.joining(", "));
            case UNREADABLE -> style.bad("reject ") + key + Cells.of(sample.cells(), Cell::source);
        };
    }

    private String sum(ChangePlan plan) {
        return switch (plan.report().status()) {
            case SUCCEEDED, REJECTS -> plan.hasChanges() ? changes(plan) : style.good("Nothing to do.");
            case FAILED -> style.bad("The plan failed") + "; nothing was written.";
            case INTERRUPTED -> style.careful("Interrupted") + "; nothing was written.";
            case REFUSED -> style.bad("A run would be refused") + "; nothing was written.";
        };
    }

    private String changes(ChangePlan plan) {
        List<TableReport> changed = plan.report().tables().stream().filter(table -> rows(table) > 0).toList();
        long rows = changed.stream().mapToLong(PlanText::rows).sum();
        long schemas = plan.tables().stream().filter(table -> !table.ddl().isEmpty()).count();
        String what = Amounts.count(rows, "row", "rows") + " in " + Amounts.count(changed.size(), "table", "tables");
        return style.strong("Would change " + what + (schemas == 0 ? ""
                : " and the schema of " + Amounts.count(schemas, "table", "tables"))) + "; nothing was written.";
    }

    private static long rows(TableReport table) {
        return table.counts().inserted() + table.counts().updated() + table.counts().deleted();
    }
}
