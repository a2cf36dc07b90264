package dev.tidemark.sqlite;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements that make a table, and what of the other store's table they could not carry over. */
final class SqliteDdl {
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern TEXT = Pattern.compile("'([^']|'')*'");
    /** A literal with casts behind it, in brackets or not, as PostgreSQL prints defaults: {@code 'new'::text}, {@code (0)::numeric}. */
    private static final Pattern CAST = Pattern.compile("\\(?(.+?)\\)?::[A-Za-z_\" ]+(\\([0-9, ]+\\))?(\\[\\])?");
    private static final Set<String> NOW = Set.of("now()", "current_timestamp", "transaction_timestamp()",
            "statement_timestamp()", "clock_timestamp()");

    private final TableSchema target;
    private final List<String> notes = new ArrayList<>();

    SqliteDdl(TableSchema target) {
        this.target = target;
    }

    /** What could not be carried over, a line each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Makes the table with key, unique constraints and references; SQLite can add none of them later. */
    String create() {
        List<String> parts = new ArrayList<>();
        boolean isRowid = isRowid();
        for (Column column : target.columns()) {
            boolean key = isRowid && target.key().contains(column.name());
            parts.add(SqliteSql.quote(column.name()) + " " + (key ? "INTEGER PRIMARY KEY" : definition(column)));
        }
        if (!isRowid && !target.key().isEmpty()) {
            parts.add("PRIMARY KEY " + SqliteSql.list(target.key()));
        }
        Set<Set<String>> made = new HashSet<>(Set.of(Set.copyOf(target.key())));
        target.uniqueKeys().stream().filter(unique -> made.add(Set.copyOf(unique)))
                .forEach(unique -> parts.add("UNIQUE " + SqliteSql.list(unique)));
        target.foreignKeys().forEach(key -> parts.add(reference(key)));
        return "CREATE TABLE " + SqliteSql.quote(target.name().name()) + " (" + String.join(", ", parts) + ")";
    }

    /** An integer that alone is the key is the rowid: half the size, and found without an index. */
    private boolean isRowid() {
        return target.key().size() == 1
                && target.column(target.key().getFirst()).filter(column -> column.type().equals(ValueType.INT64))
                        .isPresent();
    }

    private String definition(Column column) {
        return SqliteTypes.inDdl(SqliteTypes.declaredType(column, target.dialect()))
                + (column.nullability() == Column.Nullability.NOT_NULL ? " NOT NULL" : "")
                + defaultClause(column);
    }

    private static String reference(ForeignKey key) {
        String onDelete = switch (key.onDelete().toUpperCase(Locale.ROOT)) {
            case "CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT" ->
                    " ON DELETE " + key.onDelete().toUpperCase(Locale.ROOT);
            default -> "";
        };
        return "FOREIGN KEY " + SqliteSql.list(key.columns()) + " REFERENCES " + SqliteSql.quote(key.target().name())
                + " "
                + SqliteSql.list(key.targetColumns()) + onDelete;
    }

    /** Adds a column to a table that may have rows: a NOT NULL without a constant default cannot hold for them. */
    String add(Column column) {
        Optional<String> constant = translated(column).filter(expression -> !expression.startsWith("CURRENT_")
                && !expression.startsWith("("));
        boolean notNull = column.nullability() == Column.Nullability.NOT_NULL;
        boolean canBeNotNull = notNull && constant.isPresent() && !constant.get().equals("NULL");
        if (notNull && !canBeNotNull) {
            notes.add("column " + column.name() + " of " + target.name()
                    + " was added without NOT NULL: the rows that are"
                    + " there have no value for it");
        }
        return "ALTER TABLE " + SqliteSql.quote(target.name().name()) + " ADD COLUMN " + SqliteSql.quote(column.name())
                + " "
                + SqliteTypes.inDdl(SqliteTypes.declaredType(column, target.dialect()))
                + (canBeNotNull ? " NOT NULL" : "")
                + constant.map(expression -> " DEFAULT " + expression).orElse("");
    }

    private String defaultClause(Column column) {
        if (column.defaultExpression().isEmpty() || column.generation() != Column.Generation.NONE) {
            return "";
        }
        Optional<String> translated = translated(column);
        if (translated.isEmpty()) {
            notes.add("column " + column.name() + " of " + target.name() + " has no default in SQLite: "
                    + column.defaultExpression().get() + " has no translation");
        }
        return translated.map(expression -> " DEFAULT " + expression).orElse("");
    }

    private Optional<String> translated(Column column) {
        Optional<String> expression = column.defaultExpression().map(String::strip);
        if (expression.isEmpty()) {
            return expression;
        }
        if (target.dialect().equals(SqliteTable.DIALECT)) {
            String own = expression.get();
            return Optional.of(literal(own, column).orElse(isWord(own) ? own : "(" + own + ")"));
        }
        String bare = withoutCasts(expression.get());
        return literal(bare, column);
    }

    private static String withoutCasts(String expression) {
        String bare = expression;
        for (Matcher cast = CAST.matcher(bare); cast.matches(); cast = CAST.matcher(bare)) {
            bare = cast.group(1);
        }
        return bare;
    }

    private static boolean isWord(String expression) {
        return expression.matches("[A-Za-z_][A-Za-z0-9_]*|\"([^\"]|\"\")*\"|[xX]'[0-9a-fA-F]*'");
    }

    private static Optional<String> literal(String expression, Column column) {
        String lower = expression.toLowerCase(Locale.ROOT);
        if (NUMBER.matcher(expression).matches() || TEXT.matcher(expression).matches()) {
            return Optional.of(column.type().kind() == Kind.BOOLEAN ? truth(lower) : expression);
        }
        if (lower.equals("null") || lower.equals("true") || lower.equals("false")) {
            return Optional.of(truth(lower));
        }
        boolean isTime = column.type().kind() == Kind.TIMESTAMPTZ || column.type().kind() == Kind.TIMESTAMP;
        if (NOW.contains(lower)) {
            return isTime || lower.equals("current_timestamp") ? Optional.of("CURRENT_TIMESTAMP") : Optional.empty();
        }
        return lower.equals("current_date") || lower.equals("current_time")
                ? Optional.of(expression.toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    private static String truth(String lower) {
        return switch (lower) {
            case "true", "'t'", "'true'" -> "1";
            case "false", "'f'", "'false'" -> "0";
            case "null" -> "NULL";
            default -> lower;
        };
    }
}
