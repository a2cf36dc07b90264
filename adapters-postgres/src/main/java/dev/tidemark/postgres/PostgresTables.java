package dev.tidemark.postgres;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.postgres.PostgresConfig.Analyze;
import dev.tidemark.postgres.PostgresDdl.NewColumn;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes tables ready for rows, and does what waits for the last of them. A table made here carries a comment until it has
 * its foreign keys, so that a later run adds them if this one dies. Not thread-safe.
 */
final class PostgresTables {
    static final String PENDING = "tidemark: the foreign keys of this table are still to be added";

    private static final String UNDEFINED_TABLE = "42P01";
    private static final int EXAMPLES = 3;
    /** The share of a table's rows from which on its statistics mislead the planner. */
    private static final long ANALYZE_FROM_ONE_ROW_IN = 10;

    private final PostgresSession session;
    private final PostgresDescriptions descriptions;
    private final String schema;

    PostgresTables(PostgresSession session, PostgresDescriptions descriptions) {
        this.session = session;
        this.descriptions = descriptions;
        this.schema = session.config().schema();
    }

    /**
     * A statement that makes or changes a table.
     *
     * @param otherwise what a person is to be told if it fails, which is then not the end, as of a function that is missing
     *     here; empty where it must not fail
     */
    private record Step(String sql, Optional<String> otherwise) {
        static Step required(String sql) {
            return new Step(sql, Optional.empty());
        }
    }

    /** See {@link dev.tidemark.domain.port.Sink#prepare}; in the caller's transaction. */
    List<String> prepare(TablePlan plan) throws SQLException {
        List<String> lines = new ArrayList<>();
        List<Step> steps = steps(plan, lines);
        if (steps.isEmpty()) {
            return lines;
        }
        // What is made need not be on the disk before the first row of the run is: that commit waits for all before it.
        session.execute(Stream.concat(Stream.of("set local synchronous_commit = off"),
                steps.stream().filter(step -> step.otherwise().isEmpty()).map(Step::sql))
                .collect(Collectors.joining(";")));
        for (Step step : steps) {
            if (step.otherwise().isPresent() && attempt(step.sql()).isPresent()) {
                lines.add(step.otherwise().get());
            }
        }
        descriptions.changed(plan.target().name());
        return lines;
    }

    /** See {@link dev.tidemark.domain.port.Sink#ddl}. */
    List<String> ddl(TablePlan plan) throws SQLException {
        return steps(plan, new ArrayList<>()).stream().map(Step::sql).toList();
    }

    private Optional<PostgresTable> described(TableSchema target) throws SQLException {
        return descriptions.describe(session, target.name());
    }

    private List<Step> steps(TablePlan plan, List<String> lines) throws SQLException {
        Optional<PostgresTable> existing = descriptions.describe(session, plan.target().name());
        if (existing.isEmpty()) {
            return create(plan, lines);
        }
        return plan.schema() == SchemaPolicy.EVOLVE ? evolve(plan, existing.get(), lines) : List.of();
    }

    /** See {@link dev.tidemark.domain.port.Sink#finish}; in the caller's transaction. */
    List<String> finish(TablePlan plan, long written) throws SQLException {
        List<String> lines = new ArrayList<>();
        TableSchema target = plan.target();
        Optional<PostgresTable> table = described(target);
        if (table.filter(there -> there.comment().equals(PENDING)).isPresent()) {
            addForeignKeys(target, table.get(), lines);
        }
        if (written > 0) {
            if (table.filter(there -> !there.hasSequences()).isEmpty()) {
                moveSequences(target, table.orElseThrow(), lines);
            }
            analyze(target, table, written);
        }
        return lines;
    }

    private List<Step> create(TablePlan plan, List<String> lines) throws SQLException {
        TableSchema target = plan.target();
        if (plan.schema() == SchemaPolicy.MATCH) {
            throw new StoreException.Permanent("PostgreSQL has no table " + schema + "." + target.name()
                    + ", and schema: match forbids to make it", UNDEFINED_TABLE,
                    "make the table, or set schema: create", null);
        }
        checkNames(target);
        List<Step> steps = new ArrayList<>();
        if (!descriptions.hasSchema(session)) {
            steps.add(Step.required("create schema if not exists " + PostgresSql.quote(schema)));
        }
        List<NewColumn> columns = new ArrayList<>();
        for (Column column : target.columns()) {
            columns.add(newColumn(target, column, lines));
        }
        steps.add(Step.required(PostgresDdl.createTable(schema, plan, columns)));
        for (Column column : target.columns()) {
            setDefault(target, column, lines).ifPresent(steps::add);
        }
        if (!target.foreignKeys().isEmpty()) {
            steps.add(Step.required(comment(target, PostgresSql.literal(PENDING))));
        }
        return steps;
    }

    private List<Step> evolve(TablePlan plan, PostgresTable existing, List<String> lines) throws SQLException {
        TableSchema target = plan.target();
        List<Step> steps = new ArrayList<>();
        for (Column column : target.columns()) {
            if (existing.column(column.name()).isEmpty()) {
                checkNames(target);
                steps.add(Step.required(PostgresDdl.addColumn(schema, target, newColumn(target, column, lines))));
                setDefault(target, column, lines).ifPresent(steps::add);
                if (column.nullability() == Column.Nullability.NOT_NULL) {
                    lines.add("the new column " + column.name()
                            + " takes NULL, for the rows that are there have no value");
                }
            }
        }
        return steps;
    }

    /** The server cuts longer names without a word, and two of them can then be one. */
    static void checkNames(TableSchema target) {
        Stream.concat(Stream.of(target.name().name()), target.columns().stream().map(Column::name))
                .filter(name -> name.getBytes(StandardCharsets.UTF_8).length > PostgresDdl.LONGEST_NAME)
                .findFirst()
                .ifPresent(name -> {
                    throw new StoreException.Permanent("the name " + name + " is longer than the "
                            + PostgresDdl.LONGEST_NAME + " bytes that PostgreSQL keeps", "42622",
                            "give the table another name with into:, or leave the column out with columns: { exclude: [...] }",
                            null);
                });
    }

    private NewColumn newColumn(TableSchema target, Column column, List<String> lines) throws SQLException {
        boolean own = PostgresDdl.isOwn(target, column);
        String type = PostgresDdl.type(target, column);
        if ((own || column.type().kind() == Kind.NATIVE)
                && !exists("select to_regtype(?) is not null", withoutModifier(type))) {
            lines.add("the type " + type + " of column " + column.name() + " is unknown here: the column is text");
            return new NewColumn(column, "text");
        }
        return new NewColumn(column, type);
    }

    /** {@code to_regtype} knows no modifiers before PostgreSQL 16. */
    private static String withoutModifier(String type) {
        return type.replaceAll("\\s*\\([^)]*\\)", "");
    }

    private Optional<Step> setDefault(TableSchema target, Column column, List<String> lines) {
        Optional<String> translated = PostgresDdl.defaultExpression(target.dialect(), column);
        if (translated.isEmpty() && column.generation() == Column.Generation.NONE) {
            column.defaultExpression().ifPresent(expression -> lines.add(leftOut(column, expression)));
        }
        return translated.map(expression -> new Step(PostgresDdl.setDefault(schema, target, column, expression),
                Optional.of(leftOut(column, expression))));
    }

    private static String leftOut(Column column, String expression) {
        return "the default of column " + column.name() + " is left out, PostgreSQL does not understand it: "
                + expression;
    }

    private void addForeignKeys(TableSchema target, PostgresTable table, List<String> lines) throws SQLException {
        boolean waits = false;
        List<ForeignKey> there = table.schema().foreignKeys();
        for (ForeignKey key : target.foreignKeys()) {
            if (there.stream()
                    .anyMatch(old -> old.columns().equals(key.columns()) && old.target().equals(key.target()))) {
                continue;
            }
            if (!exists("select to_regclass(?) is not null", PostgresSql.qualified(schema, key.target()))) {
                waits = true;
                lines.add(describe(target, key) + " waits for the table " + key.target());
                continue;
            }
            Optional<SQLException> trouble = attempt(PostgresDdl.addForeignKey(schema, target, key));
            if (trouble.isPresent()) {
                lines.add(describe(target, key) + " is left out: " + reason(target, key, trouble.get()));
            }
        }
        if (!waits) {
            session.execute(comment(target, "null"));
            descriptions.changed(target.name());
        }
    }

    private String reason(TableSchema target, ForeignKey key, SQLException trouble) throws SQLException {
        if (!PostgresErrors.state(trouble).equals(PostgresErrors.FOREIGN_KEY_VIOLATION)) {
            return String.valueOf(PostgresErrors.failure(trouble, "adding it").getMessage());
        }
        List<String> examples = new ArrayList<>();
        try (PreparedStatement statement = session.connection()
                .prepareStatement(PostgresDdl.danglingKeys(schema, target, key, EXAMPLES));
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                examples.add("(" + row.getString(1) + ")");
            }
        }
        return "rows refer to nothing, such as " + String.join(", ", examples);
    }

    private static String describe(TableSchema target, ForeignKey key) {
        return target.name() + ": the foreign key (" + String.join(", ", key.columns()) + ") to " + key.target() + " ("
                + String.join(", ", key.targetColumns()) + ")";
    }

    /** A sequence that lags behind the rows would hand out a key that is taken. */
    private void moveSequences(TableSchema target, PostgresTable existing, List<String> lines) throws SQLException {
        String table = PostgresSql.qualified(schema, target.name());
        for (Column column : existing.schema().columns()) {
            Optional<String> sequence = sequence(table, column);
            if (sequence.isPresent()) {
                String name = PostgresSql.quote(column.name());
                String advance = "select setval(" + PostgresSql.literal(sequence.get())
                        + "::regclass, m) from (select max("
                        + name + ")::bigint m from " + table + ") t, " + sequence.get()
                        + " s where m > 0 and m >= s.last_value and (m > s.last_value or not s.is_called)";
                attempt(advance).ifPresent(trouble -> lines.add("the sequence of column " + column.name()
                        + " may lag behind its rows: " + PostgresErrors.failure(trouble, "moving it").getMessage()));
            }
        }
    }

    private Optional<String> sequence(String table, Column column) throws SQLException {
        if (column.type().kind() != Kind.INT64) {
            return Optional.empty();
        }
        try (PreparedStatement statement = session.connection()
                .prepareStatement("select pg_catalog.pg_get_serial_sequence(?, ?)")) {
            statement.setString(1, table);
            statement.setString(2, column.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1));
            }
        }
    }

    private void analyze(TableSchema target, Optional<PostgresTable> table, long written) throws SQLException {
        if (session.config().analyze() == Analyze.OFF) {
            return;
        }
        long known = table.map(PostgresTable::estimatedRows).orElse(0L);
        if (written * ANALYZE_FROM_ONE_ROW_IN > known) {
            session.execute("analyze " + PostgresSql.qualified(schema, target.name()));
        }
    }

    private String comment(TableSchema target, String literal) {
        return "comment on table " + PostgresSql.qualified(schema, target.name()) + " is " + literal;
    }

    private boolean exists(String query, String name) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Runs a statement that may fail without harm to the transaction; returns its trouble. */
    private Optional<SQLException> attempt(String sql) throws SQLException {
        Savepoint before = session.connection().setSavepoint();
        try {
            session.execute(sql);
            session.connection().releaseSavepoint(before);
            return Optional.empty();
        } catch (SQLException e) {
            session.connection().rollback(before);
            return Optional.of(e);
        }
    }
}
