package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.ChangeDetection.ByWatermark;
import dev.tidemark.domain.plan.Lookback;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.TextShape.Kind;
import dev.tidemark.sqlite.wire.TextEncoding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for what would go wrong when a table is read: takes the very pages that a run would read, and tells what it would
 * reject; then looks at the watermark.
 */
final class SqliteSourceCheck {
    private static final int EXAMPLES = 3;
    private static final int LONGEST_EXAMPLE = 40;
    /** The share of rows without a watermark from which on it hardly saves anything. */
    private static final int MANY_NULLS_ONE_IN = 10;

    private final TablePlan plan;
    private final SqliteTable table;
    private final Map<Misfit, Tally> misfits = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long rows;

    SqliteSourceCheck(TablePlan plan, SqliteTable table) {
        this.plan = plan;
        this.table = table;
    }

    /** Values of one storage class in a column that is read as something else. */
    private record Misfit(int column, String found) {
    }

    private static final class Tally {
        private final List<String> examples = new ArrayList<>();
        private long values;
    }

    /** Takes a page of what a run would read. */
    void take(Page page) {
        rows += page.rows().size() + page.rejects().size();
        for (Reject reject : page.rejects()) {
            reject.row().ifPresent(row -> take(reject.key(), row));
        }
    }

    /** A cell that has no exact form stands in the row as what it is, with the type of that. */
    private void take(String key, Row row) {
        RowType wanted = plan.read().rowType();
        for (int column = 0; column < wanted.width(); column++) {
            ValueType found = row.type().types().get(column);
            if (!found.equals(wanted.types().get(column))) {
                Value value = row.values().get(column);
                Tally tally = misfits.computeIfAbsent(new Misfit(column, word(value, wanted.types().get(column))),
                        _ -> new Tally());
                tally.values++;
                if (tally.examples.size() < EXAMPLES) {
                    tally.examples.add(shown(value) + " (" + key + ")");
                }
            }
        }
    }

    private static String word(Value value, ValueType wanted) {
        return switch (value) {
            case Value.Int64 _ -> "integer";
            case Value.Float64 _ -> "real";
            case Value.Bytes _ when wanted.equals(ValueType.TEXT) -> "blob, or no valid text";
            case Value.Bytes _ -> "blob";
            default -> "text";
        };
    }

    private static String shown(Value value) {
        String text = value.text();
        String some = text.length() > LONGEST_EXAMPLE ? text.substring(0, LONGEST_EXAMPLE) + "..." : text;
        return value instanceof Value.Text ? "'" + some + "'" : some;
    }

    /** What was found, once all pages were taken. */
    List<Finding> findings(SqliteSession session, SqliteCatalog catalog) throws SQLException {
        misfits.forEach((misfit, tally) -> add(Severity.WARNING, String.format(Locale.ROOT,
                "%,d of %,d rows cannot be read exactly: column %s is read as %s and holds %s: %s", tally.values, rows,
                plan.read().rowType().names().get(misfit.column()), plan.read().rowType().types().get(misfit.column()),
                misfit.found(), String.join(", ", tally.examples) + (tally.values > EXAMPLES ? ", ..." : "")),
                "these rows become rejects: mend the values, or leave the column out with columns: { exclude: [...] }"));
        if (table.relation() == Relation.VIEW && plan.read().keyset().isEmpty()) {
            add(Severity.NOTE, "the view has no key: its rows are told apart by nothing but what they hold",
                    "name columns with key: [...]");
        }
        if (session.encoding() != TextEncoding.UTF_8) {
            add(Severity.NOTE, "the file keeps its texts in " + session.encoding().name().replace('_', '-')
                    + ": they are converted, and texts are put in the order of UTF-8 only by sorting",
                    "");
        }
        if (plan.changes() instanceof ByWatermark changes) {
            watermark(changes, session, catalog);
        }
        if (findings.stream().allMatch(finding -> finding.severity() == Severity.NOTE)) {
            int columns = plan.read().columns().size();
            findings.addFirst(new Finding(Severity.OK, plan.read().table().name(), String.format(Locale.ROOT,
                    "%d column%s, %,d row%s, every value fits", columns, columns == 1 ? "" : "s", rows,
                    rows == 1 ? "" : "s"), ""));
        }
        return List.copyOf(findings);
    }

    private void watermark(ByWatermark changes, SqliteSession session, SqliteCatalog catalog) throws SQLException {
        Optional<SqliteTable.SqliteColumn> column = table.column(changes.column());
        if (column.isEmpty()) {
            add(Severity.ERROR, "there is no column " + changes.column() + " to be the watermark",
                    "its columns are: " + String.join(", ",
                            table.columns().stream().map(SqliteTable.SqliteColumn::name).toList()));
            return;
        }
        String name = column.get().name();
        SqliteWatermark watermark = new SqliteWatermark(session, catalog, table, plan.read(), name);
        List<TextShape> shapes = watermark.shapes();
        Optional<String> disorder = TextShape.disorder(shapes);
        if (disorder.isPresent()) {
            add(Severity.ERROR, "the watermark " + name + " has values with no one order in time: " + disorder.get()
                    + ": " + SqliteWatermark.examples(shapes),
                    "bring its values into one form, name another column, or use changes: compare");
        } else if (!shapes.isEmpty()) {
            lookback(name, shapes.getFirst().kind(), encoding(name), changes.lookback());
        }
        nulls(name, watermark.nulls());
        if (table.relation() == Relation.TABLE && !table.isIndexed(name)) {
            add(Severity.NOTE, "no index begins with the watermark " + name + ": each run reads the whole table",
                    "create index " + SqliteSql.quote(table.name() + "_" + name) + " on "
                            + SqliteSql.quote(table.name()) + " " + SqliteSql.list(List.of(name)));
        }
    }

    private void nulls(String name, long nulls) {
        if (nulls > 0) {
            boolean many = nulls > rows / MANY_NULLS_ONE_IN;
            add(many ? Severity.WARNING : Severity.NOTE,
                    String.format(Locale.ROOT,
                            "the watermark %s is NULL in %,d of %,d rows, which are read on every run",
                            name, nulls, rows),
                    many ? "fill the column, name another, or use changes: compare" : "");
        }
    }

    private TimeEncoding encoding(String column) {
        return plan.read().columns().stream()
                .filter(read -> read.name().equals(column))
                .map(read -> read instanceof ReadColumn.Stored(_, _, TimeEncoding encoding) ? encoding
                        : TimeEncoding.NATURAL)
                .findFirst().orElse(TimeEncoding.NATURAL);
    }

    private void lookback(String name, Kind kind, TimeEncoding encoding, Optional<Lookback> lookback) {
        boolean times = switch (kind) {
            case DATE, MINUTES, SECONDS -> true;
            case NUMBER -> encoding != TimeEncoding.NATURAL;
            case BLOB, FIGURES, WORDS -> false;
        };
        boolean numbers = kind == Kind.NUMBER && !times;
        if (lookback.isPresent() && times != lookback.get() instanceof Lookback.OfTime
                || lookback.isPresent() && !times && !numbers) {
            add(Severity.ERROR, "the lookback does not fit the watermark " + name + ", which holds "
                    + (times ? "times" : numbers ? "numbers" : "neither times nor numbers"),
                    times ? "write it as a duration, such as 10m"
                            : numbers
                                    ? "write it as a number, or say what the numbers mean with columns: { times: ... }"
                            : "leave lookback out");
        } else if (lookback.isEmpty() && !times) {
            add(Severity.NOTE, "the watermark " + name
                    + " holds no times, so there is no lookback: a row that is committed late with a smaller value is"
                    + " not seen",
                    numbers ? "give a lookback in its own numbers, or use changes: compare"
                            : "use changes: compare where this can happen");
        }
    }

    private void add(Severity severity, String message, String advice) {
        findings.add(new Finding(severity, plan.read().table().name(), message, advice));
    }
}
