package dev.tidemark.postgres;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.Column.Nullability;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The statements that make and change tables, as text. Pure functions. */
final class PostgresDdl {
    static final String DIALECT = "postgresql";
    /** Longer names are cut by the server without a word: NAMEDATALEN - 1. */
    static final int LONGEST_NAME = 63;

    private static final Pattern SQLITE_NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern SQLITE_STRING = Pattern.compile("'([^']|'')*'");
    private static final Set<String> CLOCKS = Set.of("current_timestamp", "current_date", "current_time", "null");

    private PostgresDdl() {
    }

    /**
     * A column of a new table.
     *
     * @param type as PostgreSQL writes it, and known to it
     */
    record NewColumn(Column column, String type) {
    }

    /** Whether the column's type is written in PostgreSQL's own words. */
    static boolean isOwn(TableSchema target, Column column) {
        return target.dialect().equals(DIALECT) && !column.declaredType().isEmpty();
    }

    /** The type of a new column, which the server may not know. */
    static String type(TableSchema target, Column column) {
        return isOwn(target, column) ? column.declaredType() : PostgresTypes.declared(column.type());
    }

    /** Makes the table without defaults and foreign keys, which may fail one by one. */
    static String createTable(String schema, TablePlan plan, List<NewColumn> columns) {
        TableSchema target = plan.target();
        List<String> parts = new ArrayList<>();
        columns.forEach(column -> parts.add(definition(column, target.key())));
        if (!target.key().isEmpty()) {
            parts.add("primary key (" + PostgresSql.quoted(target.key()) + ")");
        }
        target.uniqueKeys()
                .stream()
                .filter(unique -> !Set.copyOf(unique).equals(Set.copyOf(target.key())))
                .distinct()
                .forEach(unique -> parts.add("unique (" + PostgresSql.quoted(unique) + ")"));
        return "create table " + PostgresSql.qualified(schema, target.name()) + " (\n  " + String.join(",\n  ", parts)
                + "\n)";
    }

    /** Adds the column; nullable, for the rows that are there have no value for it. */
    static String addColumn(String schema, TableSchema target, NewColumn column) {
        return "alter table " + PostgresSql.qualified(schema, target.name()) + " add column if not exists "
                + PostgresSql.quote(column.column().name()) + " " + column.type();
    }

    static String setDefault(String schema, TableSchema target, Column column, String expression) {
        return "alter table " + PostgresSql.qualified(schema, target.name()) + " alter column "
                + PostgresSql.quote(column.name()) + " set default " + expression;
    }

    static String addForeignKey(String schema, TableSchema target, ForeignKey key) {
        return "alter table " + PostgresSql.qualified(schema, target.name()) + " add foreign key ("
                + PostgresSql.quoted(key.columns()) + ") references " + PostgresSql.qualified(schema, key.target())
                + " ("
                + PostgresSql.quoted(key.targetColumns()) + ") on delete " + key.onDelete();
    }

    /** Up to {@code limit} keys that refer to nothing. */
    static String danglingKeys(String schema, TableSchema target, ForeignKey key, int limit) {
        List<String> matches = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String child = "c." + PostgresSql.quote(key.columns().get(i));
            matches.add("p." + PostgresSql.quote(key.targetColumns().get(i)) + " = " + child);
            present.add(child + " is not null");
        }
        String values = String.join(" || ', ' || ",
                key.columns().stream().map(name -> "c." + PostgresSql.quote(name) + "::text").toList());
        return "select distinct " + values + " from " + PostgresSql.qualified(schema, target.name()) + " c where "
                + String.join(" and ", present) + " and not exists (select from "
                + PostgresSql.qualified(schema, key.target()) + " p where " + String.join(" and ", matches)
                + ") order by 1 limit " + limit;
    }

    /** The default in PostgreSQL's words, if the source's can be said in them. */
    static Optional<String> defaultExpression(String dialect, Column column) {
        if (column.generation() == Generation.IDENTITY_ALWAYS
                || column.generation() == Generation.IDENTITY_BY_DEFAULT) {
            return Optional.empty();
        }
        return column.defaultExpression().flatMap(expression -> dialect.equals(DIALECT)
                ? Optional.of(expression)
                : translated(expression.strip(), column));
    }

    /** SQLite's literals and clocks; its other expressions have functions of their own. */
    private static Optional<String> translated(String expression, Column column) {
        String bare = expression.startsWith("(") && expression.endsWith(")")
                ? expression.substring(1, expression.length() - 1).strip()
                : expression;
        boolean isNumber = SQLITE_NUMBER.matcher(bare).matches();
        if (column.type().kind() == Kind.BOOLEAN && isNumber) {
            return Optional.of(bare.equals("0") ? "false" : "true");
        }
        if (isNumber && column.type().kind() == Kind.TEXT) {
            return Optional.of("'" + bare + "'");
        }
        if (isNumber || SQLITE_STRING.matcher(bare).matches() || isTruth(bare, column)) {
            return Optional.of(bare);
        }
        return CLOCKS.contains(bare.toLowerCase(Locale.ROOT)) ? clock(bare.toLowerCase(Locale.ROOT), column)
                : Optional.empty();
    }

    private static boolean isTruth(String expression, Column column) {
        return column.type().kind() == Kind.BOOLEAN
                && (expression.equalsIgnoreCase("true") || expression.equalsIgnoreCase("false"));
    }

    /** SQLite's clocks are in UTC and, in a text column, have a form of their own. */
    private static Optional<String> clock(String word, Column column) {
        return switch (column.type().kind()) {
            case TIMESTAMP -> Optional.of("(now() at time zone 'utc')");
            case TIMESTAMPTZ -> Optional.of("now()");
            case DATE -> Optional.of("((now() at time zone 'utc')::date)");
            case TIME -> Optional.of("((now() at time zone 'utc')::time)");
            case TEXT -> switch (word) {
                case "current_timestamp" -> Optional.of("to_char(now() at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS')");
                case "current_date" -> Optional.of("to_char(now() at time zone 'utc', 'YYYY-MM-DD')");
                case "current_time" -> Optional.of("to_char(now() at time zone 'utc', 'HH24:MI:SS')");
                default -> Optional.of("null");
            };
            case BOOLEAN, INT64, FLOAT64, BYTES, DECIMAL, JSON, UUID, NATIVE ->
                    word.equals("null") ? Optional.of(word) : Optional.empty();
        };
    }

    private static String definition(NewColumn column, List<String> key) {
        boolean notNull = column.column().nullability() == Nullability.NOT_NULL || key.contains(column.column().name());
        return PostgresSql.quote(column.column().name()) + " " + column.type() + (notNull ? " not null" : "")
                + identity(column, notNull);
    }

    private static String identity(NewColumn column, boolean notNull) {
        boolean counts = Set.of("smallint", "integer", "bigint").contains(column.type());
        return switch (column.column().generation()) {
            case IDENTITY_ALWAYS -> counts && notNull ? " generated always as identity" : "";
            case IDENTITY_BY_DEFAULT -> counts && notNull ? " generated by default as identity" : "";
            case NONE, COMPUTED -> "";
        };
    }
}
