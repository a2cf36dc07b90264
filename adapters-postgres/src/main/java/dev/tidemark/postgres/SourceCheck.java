package dev.tidemark.postgres;

import dev.tidemark.domain.plan.ChangeDetection.ByWatermark;
import dev.tidemark.domain.plan.Lookback;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.postgres.PostgresConfig.Access;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Looks for what would go wrong when a table is read. */
final class SourceCheck {
    /** The server's word for an operator that a type does not have. */
    private static final String UNDEFINED_FUNCTION = "42883";
    private static final String INDEXED = """
            select exists (select from pg_catalog.pg_index i
                             join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                            where i.indrelid = to_regclass(%s) and a.attname = %s and i.indisvalid and i.indpred is null)
            """;
    /** The share of rows without a watermark from which on it hardly saves reading. */
    private static final int MANY_NULLS_ONE_IN = 10;

    private final TablePlan plan;
    private final PostgresTable table;
    private final Access access;
    private long rows;
    private long nulls;
    private boolean indexed = true;

    SourceCheck(TablePlan plan, PostgresTable table, Access access) {
        this.plan = plan;
        this.table = table;
        this.access = access;
    }

    /** Whether the role may read all rows. */
    List<Finding> rights(PostgresSession session) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        TableRights rights = new TableRights(session, qualified(session));
        List<String> read = plan.read().columns().stream().filter(ReadColumn.Stored.class::isInstance)
                .map(ReadColumn::name).toList();
        List<String> missing = rights.missing(List.of("SELECT"), read);
        if (!missing.isEmpty()) {
            findings.add(finding(Severity.ERROR, "the role " + rights.role() + " may not read it",
                    rights.grant(missing)));
        } else if (rights.isFiltered()) {
            findings.add(access == Access.RLS
                    ? finding(Severity.WARNING,
                            "policies of row-level security hold for the role: rows that it does not"
                                    + " see are not synced, and nothing is deleted",
                            "use a role with BYPASSRLS")
                    : finding(Severity.ERROR, "policies of row-level security hold for the role",
                            "use a role with BYPASSRLS, or say access: rls and get part of the rows"));
        }
        return findings;
    }

    /** Counts the rows and those without a watermark. */
    List<Finding> rows(PostgresSession session) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        ReadShape shape = ReadShape.of(plan.read(), table);
        String schema = session.config().schema();
        rows = session.queryLong(ReadSql.count(shape, schema));
        Optional<PostgresColumn> column = watermarkColumn();
        if (column.isPresent()) {
            nulls = session.queryLong(ReadSql.countNulls(shape, schema, column.get().name()));
            indexed = table.storage() == PostgresTable.Storage.NONE || session.queryBoolean(INDEXED.formatted(
                    PostgresSql.literal(qualified(session)), PostgresSql.literal(column.get().name())));
        }
        findings.add(finding(Severity.OK, String.format(Locale.ROOT, "%,d rows", rows), ""));
        if (table.schema().relation() == Relation.VIEW && plan.read().keyset().isEmpty()) {
            findings.add(finding(Severity.NOTE, "the view has no key: its rows are told apart by nothing but what they"
                    + " hold, and an interrupted run counts them to find its place", "name columns with key: [...]"));
        }
        return findings;
    }

    private Optional<PostgresColumn> watermarkColumn() {
        return plan.changes() instanceof ByWatermark changes ? table.column(changes.column()) : Optional.empty();
    }

    private String qualified(PostgresSession session) {
        return PostgresSql.qualified(session.config().schema(), table.name());
    }

    /**
     * What the watermark is worth.
     *
     * @param bounds looks for the column's greatest value, and for what may still come below it
     */
    List<Finding> watermark(Function<String, WatermarkBounds> bounds) {
        if (!(plan.changes() instanceof ByWatermark changes)) {
            return List.of();
        }
        Optional<PostgresColumn> column = watermarkColumn();
        if (column.isEmpty()) {
            return List.of(finding(Severity.ERROR, "the watermark column " + changes.column() + " is missing",
                    "name one of its columns: " + String.join(", ",
                            table.columns().stream().map(PostgresColumn::name).toList())));
        }
        List<Finding> findings = new ArrayList<>();
        try {
            bounds.apply(changes.column()).warnings()
                    .forEach(line -> findings.add(finding(Severity.WARNING, line, "")));
        } catch (StoreException.Permanent e) {
            if (!e.code().equals(UNDEFINED_FUNCTION)) {
                throw e;
            }
            return List.of(finding(Severity.ERROR, "the watermark column " + changes.column() + " is of type "
                    + column.get().declaredType() + ", whose values have no order",
                    "name a column of times or numbers, or use changes: compare"));
        }
        kind(changes, column.get()).ifPresent(findings::add);
        if (nulls > 0) {
            findings.add(finding(nulls * MANY_NULLS_ONE_IN > rows ? Severity.WARNING : Severity.NOTE,
                    String.format(Locale.ROOT, "%,d of %,d rows have no %s: they are read on every run", nulls, rows,
                            changes.column()),
                    "give the rows a value, and the column a default"));
        }
        if (!indexed) {
            findings.add(finding(Severity.NOTE, "no index begins with " + changes.column()
                    + ": every run scans the table",
                    "create an index on (" + PostgresSql.quote(changes.column()) + ")"));
        }
        return findings;
    }

    private Optional<Finding> kind(ByWatermark changes, PostgresColumn column) {
        String name = changes.column();
        Kind kind = PostgresTypes.inFlight(PostgresTypes.wire(column.base().oid()), column.declaredType()).kind();
        return switch (kind) {
            case TIMESTAMP -> durations(changes).or(() -> Optional.of(finding(Severity.NOTE, name
                    + " has no time zone: its values are taken for UTC or the server's own zone, whichever is earlier",
                    "where sessions write times of other zones, give a lookback that covers the difference")));
            case DATE, TIMESTAMPTZ -> durations(changes);
            case INT64, FLOAT64, DECIMAL -> isTime(name) ? durations(changes) : numbers(changes);
            case TEXT, TIME, BOOLEAN, BYTES, UUID, JSON, NATIVE -> Optional.of(finding(Severity.WARNING, name
                    + " is of type " + column.declaredType() + ", and not of times or numbers: it has to grow with each"
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
        return new Finding(severity, table.name().name(), message, advice);
    }
}
