package dev.tidemark.supabase;

import dev.tidemark.domain.plan.ChangeDetection.ByWatermark;
import dev.tidemark.domain.plan.Lookback;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableSchema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks for what would go wrong when a table is read. */
final class SourceCheck {
    /** The share of rows without a watermark from which on it hardly saves reading. */
    private static final int MANY_NULLS_ONE_IN = 10;

    private final TablePlan plan;
    private final SupabaseTable table;
    private final SupabaseClient client;
    private final ConnectionCheck connection;

    SourceCheck(TablePlan plan, SupabaseTable table, SupabaseClient client, ConnectionCheck connection) {
        this.plan = plan;
        this.table = table;
        this.client = client;
        this.connection = connection;
    }

    List<Finding> findings(SupabaseSource source) {
        List<Finding> findings = new ArrayList<>();
        long rows;
        try {
            rows = source.count(plan.read());
        } catch (StoreException.Permanent e) {
            findings.add(finding(Severity.ERROR, String.valueOf(e.getMessage()), e.advice()));
            return findings;
        }
        findings.add(finding(Severity.OK, String.format(Locale.ROOT, "%,d rows", rows), ""));
        connection.rowCap(table, rows).ifPresent(findings::add);
        findings.addAll(identity());
        findings.addAll(watermark(source, rows));
        return findings;
    }

    /** What tells the rows apart, where no key does. */
    private List<Finding> identity() {
        ReadShape shape = ReadShape.of(plan.read(), table);
        if (shape.isNumbered()) {
            return List.of(finding(Severity.NOTE,
                    "nothing is known to tell the rows of the view apart: they are counted to find a place among them,"
                            + " and rows that come or go meanwhile shift it",
                    "where that matters, read the table behind it"));
        }
        if (table.schema().relation() == Relation.TABLE && table.schema().key().isEmpty()) {
            return List.of(finding(Severity.NOTE,
                    "the table has no primary key: its rows are read in the order in which"
                            + " they are stored, and one that is changed meanwhile may come twice or not at all",
                    "give the table a primary key"));
        }
        return List.of();
    }

    private List<Finding> watermark(SupabaseSource source, long rows) {
        if (!(plan.changes() instanceof ByWatermark changes)) {
            return List.of();
        }
        Optional<SupabaseColumn> column = table.column(changes.column());
        if (column.isEmpty()) {
            return List.of(finding(Severity.ERROR, "the watermark column " + changes.column() + " is missing",
                    "name one of its columns: "
                            + String.join(", ", table.columns().stream().map(SupabaseColumn::name).toList())));
        }
        List<Finding> findings = new ArrayList<>();
        try {
            source.bounds(plan.read(), changes.column()).warnings()
                    .forEach(line -> findings.add(finding(Severity.WARNING, line, "")));
        } catch (StoreException.Permanent e) {
            return List.of(finding(Severity.ERROR, "the watermark column " + changes.column() + " cannot be used: "
                    + e.getMessage(), "name a column of times or numbers, or use changes: compare"));
        }
        kind(changes, column.get()).ifPresent(findings::add);
        nulls(changes, rows).ifPresent(findings::add);
        return findings;
    }

    private Optional<Finding> nulls(ByWatermark changes, long rows) {
        ReadShape shape = ReadShape.of(plan.read(), table);
        long nulls = new RowQuestion(client, "counting rows of " + plan.read().table())
                .count(SupabaseRequests.countOf(shape, List.of(Filters.isNull(changes.column()))));
        return nulls == 0 ? Optional.empty()
                : Optional.of(finding(nulls * MANY_NULLS_ONE_IN > rows ? Severity.WARNING : Severity.NOTE,
                        String.format(Locale.ROOT, "%,d of %,d rows have no %s: they are read on every run", nulls,
                                rows,
                                changes.column()),
                        "give the rows a value, and the column a default"));
    }

    private Optional<Finding> kind(ByWatermark changes, SupabaseColumn column) {
        String name = changes.column();
        return switch (column.type().kind()) {
            case TIMESTAMP -> durations(changes).or(() -> Optional.of(finding(Severity.NOTE,
                    name + " has no time zone: its values are taken for UTC",
                    "where sessions write times of other zones, give a lookback that covers the difference")));
            case DATE, TIMESTAMPTZ -> durations(changes);
            case INT64, FLOAT64, DECIMAL -> isTime(name) ? durations(changes) : numbers(changes);
            case TEXT, TIME, BOOLEAN, BYTES, UUID, JSON, NATIVE -> Optional.of(finding(Severity.WARNING, name
                    + " is of type " + column.format() + ", and not of times or numbers: it has to grow with each"
                    + " change in the order in which the server sorts it",
                    "name a column of times, or use changes: compare"));
        };
    }

    private boolean isTime(String name) {
        return plan.read().columns().stream().anyMatch(read -> read instanceof ReadColumn.Stored stored
                && stored.name().equals(name) && stored.encoding() != TimeEncoding.NATURAL);
    }

    private Optional<Finding> durations(ByWatermark changes) {
        return changes.lookback().filter(Lookback.OfNumber.class::isInstance).map(_ -> finding(Severity.ERROR,
                changes.column() + " holds times, and its lookback is a number",
                "write it as a duration, such as 10m"));
    }

    private Optional<Finding> numbers(ByWatermark changes) {
        if (changes.lookback().isEmpty()) {
            return Optional.of(finding(Severity.WARNING, changes.column() + " holds numbers and has no lookback: a row"
                    + " that is committed late with a smaller value is not seen",
                    "give a lookback in its own numbers"));
        }
        return changes.lookback().filter(Lookback.OfTime.class::isInstance).map(_ -> finding(Severity.ERROR,
                changes.column() + " holds numbers, and its lookback is a duration",
                "write it as a number, or say what the numbers mean with columns: { times: ... }"));
    }

    private Finding finding(Severity severity, String message, String advice) {
        return new Finding(severity, table.schema().name().name(), message, advice);
    }
}
