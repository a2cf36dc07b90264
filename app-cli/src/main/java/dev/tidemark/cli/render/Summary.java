package dev.tidemark.cli.render;

import dev.tidemark.domain.engine.SyncReport;
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
    private static final int GAP = 3;

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
        List<Column> columns = List.of(
                new Column("read", 0, tables.stream().mapToLong(table -> table.counts().read()).toArray()),
                new Column("inserted", 6, tables.stream().mapToLong(table -> table.counts().inserted()).toArray()),
                new Column("updated", 3, tables.stream().mapToLong(table -> table.counts().updated()).toArray()),
                new Column("unchanged", 6, tables.stream().mapToLong(table -> table.counts().unchanged()).toArray()),
                new Column("deleted", 2, tables.stream().mapToLong(table -> table.counts().deleted()).toArray()),
                new Column("rejected", 1, tables.stream().mapToLong(table -> table.counts().rejected()).toArray()));
        int first = tables.stream()
                .mapToInt(table -> table.table().length() + GAP + Amounts.count(table.counts().read()).length())
                .max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < tables.size(); row++) {
            TableReport table = tables.get(row);
            String read = Amounts.count(table.counts().read());
            StringBuilder line = new StringBuilder(table.table())
                    .append(" ".repeat(first - table.table().length() - read.length()))
                    .append(read).append(" read");
            for (Column column : columns.subList(1, columns.size())) {
                line.append(" ".repeat(GAP)).append(cell(column, row));
            }
            lines.add(line.append(remarks(table)).toString());
        }
        return lines;
    }

    private String cell(Column column, int row) {
        String number = Amounts.count(column.values()[row]);
        String text = " ".repeat(column.width() - number.length()) + number + " " + column.title();
        if (column.values()[row] == 0) {
            return style.faint(text);
        }
        return switch (column.title()) {
            case "inserted", "updated", "deleted" -> style.good(text);
            case "rejected" -> style.bad(text);
            default -> text;
        };
    }

    /** What only some tables have to say, after the columns. */
    private String remarks(TableReport table) {
        StringBuilder remarks = new StringBuilder();
        long duplicates = table.counts().duplicates();
        if (duplicates > 0) {
            remarks.append("   ").append(Amounts.count(duplicates, "duplicate", "duplicates"));
        }
        table.resumedFrom().ifPresent(place -> remarks.append("   resumed ").append(place));
        table.failure().ifPresent(_ -> remarks.append("   ").append(style.bad("failed")));
        return remarks.toString();
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
        SyncReport.SinkBytes bytes = report.sinkBytes();
        return "Sink size " + Amounts.megabytes(bytes.before()) + " -> " + Amounts.megabytes(bytes.after()) + " ("
                + Amounts.growth(bytes.after() - bytes.before()) + ") · "
                + Amounts.count(roundTrips, "round trip", "round trips") + " · "
                + Amounts.count(retries, "retry", "retries") + " · peak memory "
                + Amounts.wholeMegabytes(report.peakMemoryBytes());
    }

    /** Whether the rows of the run are where they should be, so that a command may go on. */
    public static boolean isWhole(SyncReport report) {
        return report.status() == Status.SUCCEEDED;
    }

    /** A column of counts; its least width keeps it at the same place from run to run. */
    private record Column(String title, int leastWidth, long[] values) {
        int width() {
            int width = leastWidth;
            for (long value : values) {
                width = Math.max(width, Amounts.count(value).length());
            }
            return width;
        }
    }
}
