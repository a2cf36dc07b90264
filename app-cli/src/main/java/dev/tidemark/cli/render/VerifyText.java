package dev.tidemark.cli.render;

import dev.tidemark.cli.render.CountTable.Column;
import dev.tidemark.domain.engine.RowDifference;
import dev.tidemark.domain.engine.RowDifference.Cell;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How alike two sides are, for a person: the counts of each table, what was compared as what, the differences, and one line
 * that sums it up.
 */
public final class VerifyText {
    private final Style style;

    public VerifyText(Style style) {
        this.style = style;
    }

    public List<String> lines(VerifyReport report) {
        List<String> lines = new ArrayList<>(counts(report.tables()));
        for (TableVerdict table : report.tables()) {
            table.mapping().forEach(mapping -> lines.add(style.faint(table.table() + ": " + mapping)));
        }
        for (TableVerdict table : report.tables()) {
            table.differences().forEach(difference -> lines.add(table.table() + " " + difference(difference)));
            more(table, lines);
        }
        lines.add(sum(report));
        return lines;
    }

    private List<String> counts(List<TableVerdict> tables) {
        CountTable counts = new CountTable(style, Column.plain("in the source", 0), Column.plain("in the sink", 6),
                Column.plain("equal", 6), new Column("missing", 1, style::bad), new Column("extra", 1, style::bad),
                new Column("different", 1, style::bad));
        for (TableVerdict table : tables) {
            counts.add(table.table(), remarks(table), table.sourceRows(), table.sinkRows(), table.equal(),
                    table.missing(), table.extra(), table.different());
        }
        return counts.lines();
    }

    private String remarks(TableVerdict table) {
        List<String> remarks = new ArrayList<>();
        if (table.unreadable() > 0) {
            remarks.add(style.bad(Amounts.count(table.unreadable()) + " unreadable"));
        }
        if (table.partial()) {
            remarks.add(style.careful("partial: one side may hide rows"));
        }
        if (table.failure().isPresent()) {
            remarks.add(style.bad("failed"));
        }
        return String.join("   ", remarks);
    }

    private String difference(RowDifference difference) {
        String key = Shown.value(difference.key());
        return switch (difference.kind()) {
            case MISSING -> key + style.bad(" is missing in the sink") + Cells.of(difference.cells(), Cell::source);
            case EXTRA -> key + style.bad(" is only in the sink") + Cells.of(difference.cells(), Cell::sink);
            case DIFFERENT -> key + style.bad(" differs") + ": " + difference.cells().stream()
                    .map(cell -> cell.column() + " is " + Shown.value(cell.source(), cell.sink()) + " in the source, "
                            + Shown.value(cell.sink(), cell.source()) + " in the sink")
                    .collect(Collectors.joining("; "));
            case UNREADABLE -> key + style.bad(" cannot be read exactly") + ": " + difference.cells().stream()
                    .map(cell -> Shown.value(cell.source() + cell.sink())
                            + (cell.column().isEmpty() ? "" : " is no value of the column " + cell.column())
                            + (cell.sink().isEmpty() ? ", in the source" : ", in the sink"))
                    .collect(Collectors.joining("; "));
        };
    }

    private static void more(TableVerdict table, List<String> lines) {
        long hidden = differences(table) - table.differences().size();
        if (hidden > 0) {
            lines.add(table.table() + ": " + Amounts.count(hidden, "more difference", "more differences")
                    + "; --limit shows more");
        }
    }

    private String sum(VerifyReport report) {
        String took = " (" + Amounts.took(report.duration()) + ")";
        return switch (report.status()) {
            case EQUAL -> equal(report) + took;
            case DIFFERENT -> style.bad(different(report)) + took;
            case FAILED -> style.bad("Failed") + after(report) + took;
            case INTERRUPTED -> style.careful("Interrupted") + after(report) + took;
        };
    }

    private String equal(VerifyReport report) {
        long rows = report.tables().stream().mapToLong(TableVerdict::equal).sum();
        boolean partial = report.tables().stream().anyMatch(TableVerdict::partial);
        return style.good(partial ? "All equal as far as both sides show their rows" : "All equal") + ": "
                + Amounts.count(rows, "row", "rows") + " in "
                + Amounts.count(report.tables().size(), "table", "tables");
    }

    private static String different(VerifyReport report) {
        long differences = report.tables().stream().mapToLong(VerifyText::differences).sum();
        long unreadable = report.tables().stream().mapToLong(TableVerdict::unreadable).sum();
        long tables = report.tables().stream().filter(table -> differences(table) + table.unreadable() > 0).count();
        String rows = unreadable == 0 ? "" : " and " + Amounts.count(unreadable, "unreadable row", "unreadable rows");
        return Amounts.count(differences, "difference", "differences") + rows + " in "
                + Amounts.count(tables, "table", "tables");
    }

    /** Part of the tables may have been compared, and found different. */
    private static String after(VerifyReport report) {
        return report.tables().stream().anyMatch(table -> differences(table) + table.unreadable() > 0)
                ? "; so far " + different(report) : "";
    }

    private static long differences(TableVerdict table) {
        return table.missing() + table.extra() + table.different();
    }
}
