package dev.tidemark.cli.render;

import dev.tidemark.cli.render.CountTable.Column;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.SinkBytes;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a run, for a person: a line a table in aligned columns, then the totals, then what it cost. The last two
 * lines have the form that {@code contract.md} section 3 gives them.
 */
public final class Summary {
    private final Style style;

    public Summary(Style style) {
        this.style = style;
    }

    public List<String> lines(SyncReport report) {
        List<String> lines = new ArrayList<>(tableLines(report.tables()));
        lines.add(totals(report));
        lines.add(cost(report));
        return lines;
    }

    private List<String> tableLines(List<TableReport> tables) {
        CountTable counts = new CountTable(style, Column.plain("read", 0), new Column("inserted", 6, style::good),
                new Column("updated", 3, style::good), Column.plain("unchanged", 6),
                new Column("deleted", 2, style::good), new Column("rejected", 1, style::bad));
        for (TableReport table : tables) {
            Progress progress = table.counts();
            counts.add(table.table(), remarks(style, table), progress.read(), progress.inserted(), progress.updated(),
                    progress.unchanged(), progress.deleted(), progress.rejected());
        }
        return counts.lines();
    }

    /** What only some tables have to say, after the columns. */
    static String remarks(Style style, TableReport table) {
        List<String> remarks = new ArrayList<>();
        long duplicates = table.counts().duplicates();
        if (duplicates > 0) {
            remarks.add(Amounts.count(duplicates, "duplicate", "duplicates"));
        }
        table.resumedFrom().ifPresent(place -> remarks.add("resumed " + place));
        table.failure().ifPresent(_ -> remarks.add(style.bad("failed")));
        return String.join("   ", remarks);
    }

    private String totals(SyncReport report) {
        Progress counts = report.totals();
        String rows = Amounts.count(counts.read(), "row", "rows") + " in " + Amounts.took(report.duration());
        String what = ": " + Amounts.count(counts.inserted()) + " inserted, " + Amounts.count(counts.updated())
                + " updated, "
                + Amounts.count(counts.unchanged()) + " unchanged, " + Amounts.count(counts.deleted()) + " deleted, "
                + Amounts.count(counts.rejected()) + " rejected"
                + (counts.duplicates() == 0 ? ""
                        : ", " + Amounts.count(counts.duplicates(), "duplicate", "duplicates"));
        return switch (report.status()) {
            case SUCCEEDED -> style.strong("Synced " + rows) + what;
            case REJECTS -> style.strong("Synced " + rows) + what;
            case FAILED -> style.bad("Failed after " + rows) + what;
            case INTERRUPTED -> style.careful("Interrupted after " + rows) + what;
            case REFUSED -> style.bad("Refused after " + rows) + what;
        };
    }

    private static String cost(SyncReport report) {
        long roundTrips = report.tables().stream().mapToLong(TableReport::roundTrips).sum();
        long retries = report.tables().stream().mapToLong(TableReport::retries).sum();
        return report.sinkBytes().map(Summary::size).orElse("")
                + Amounts.count(roundTrips, "round trip", "round trips") + " · "
                + Amounts.count(retries, "retry", "retries") + " · peak memory "
                + Amounts.wholeMegabytes(report.peakMemoryBytes());
    }

    private static String size(SinkBytes bytes) {
        return "Sink size " + Amounts.megabytes(bytes.before()) + " -> " + Amounts.megabytes(bytes.after()) + " ("
                + Amounts.growth(bytes.after() - bytes.before()) + ") · ";
    }

    /** Whether the rows of the run are where they should be, so that a command may go on. */
    public static boolean isWhole(SyncReport report) {
        return report.status() == Status.SUCCEEDED;
    }
}
