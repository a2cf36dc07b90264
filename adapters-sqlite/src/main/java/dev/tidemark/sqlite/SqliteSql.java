package dev.tidemark.sqlite;

import dev.tidemark.domain.schema.ForeignKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Statements of SQLite as text, and nothing but text. */
final class SqliteSql {

    private SqliteSql() {
    }

    /** The name as an identifier, whatever characters it has. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * The column of the table under the alias {@code t}. Never bare: SQLite takes a quoted name that is no column for a text.
     */
    static String column(String name) {
        return "t." + quote(name);
    }

    static String columns(List<String> names) {
        return names.stream().map(SqliteSql::column).collect(Collectors.joining(", "));
    }

    static String list(List<String> names) {
        return names.stream().map(SqliteSql::quote).collect(Collectors.joining(", ", "(", ")"));
    }

    /** {@code SELECT selected FROM table WHERE conditions ORDER BY order}; empty lists leave their clause out. */
    static String select(List<String> selected, String table, List<String> conditions, List<String> order) {
        return selectFrom(selected, quote(table) + " AS t", conditions, order);
    }

    /**
     * @param from what stands behind FROM, under the alias {@code t}
     */
    static String selectFrom(List<String> selected, String from, List<String> conditions, List<String> order) {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        String by = order.isEmpty() ? "" : " ORDER BY " + String.join(", ", order);
        return "SELECT " + (selected.isEmpty() ? "1" : String.join(", ", selected)) + " FROM " + from + where + by;
    }

    /**
     * Looks rows up by key: each result begins with the number of the key, as it stands among the parameters.
     *
     * @param selected what else to return
     * @param key the key's columns
     * @param placeholders what stands for a value of each
     * @param keys how many keys there are; each brings its own values
     * @param indexed whether the table is searched for each key, or else the keys for each row of the table
     */
    static String lookup(List<String> selected, String table, List<String> key, List<String> placeholders, int keys,
            boolean indexed) {
        String values = IntStream.range(0, keys)
                .mapToObj(i -> "(" + i + ", " + String.join(", ", placeholders) + ")")
                .collect(Collectors.joining(", "));
        String wanted = "(VALUES " + values + ") AS v";
        String found = quote(table) + " AS t";
        // The order of a CROSS JOIN is the order in which SQLite runs it.
        String from = indexed ? wanted + " CROSS JOIN " + found : found + " CROSS JOIN " + wanted;
        String matches = IntStream.range(0, key.size())
                .mapToObj(i -> column(key.get(i)) + " = v.column" + (i + 2))
                .collect(Collectors.joining(" AND "));
        List<String> columns = new ArrayList<>(List.of("v.column1"));
        columns.addAll(selected);
        return "SELECT " + String.join(", ", columns) + " FROM " + from + " WHERE " + matches;
    }

    /** OR ABORT overrules what the table says of conflicts, such as ON CONFLICT REPLACE, which would delete other rows. */
    static String insert(String table, List<String> names, List<String> placeholders) {
        return "INSERT OR ABORT INTO " + quote(table) + " " + list(names) + " VALUES ("
                + String.join(", ", placeholders) + ")";
    }

    /** Sets the columns of the row with the key; the key's values come last. */
    static String update(String table, List<String> set, List<String> setPlaceholders, List<String> key,
            List<String> keyPlaceholders) {
        String assignments = IntStream.range(0, set.size())
                .mapToObj(i -> quote(set.get(i)) + " = " + setPlaceholders.get(i))
                .collect(Collectors.joining(", "));
        return "UPDATE OR ABORT " + quote(table) + " AS t SET " + assignments + " WHERE " + byKey(key, keyPlaceholders);
    }

    /** The values of a reference, as one text each, for which the table referred to has no row. */
    static String broken(String table, ForeignKey key, int most) {
        List<String> own = key.columns().stream().map(SqliteSql::column).toList();
        String matches = IntStream.range(0, own.size())
                .mapToObj(i -> "p." + quote(key.targetColumns().get(i)) + " = " + own.get(i))
                .collect(Collectors.joining(" AND "));
        String present = own.stream().map(column -> column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        return "SELECT DISTINCT " + String.join(" || ', ' || ", own) + " FROM " + quote(table) + " AS t WHERE "
                + present
                + " AND NOT EXISTS (SELECT 1 FROM " + quote(key.target().name()) + " AS p WHERE " + matches + ") LIMIT "
                + most;
    }

    /** Sets columns of the row with the key to values that no other row has. */
    static String park(String table, List<String> nullable, List<String> others, List<String> key,
            List<String> placeholders) {
        String assignments = Stream.concat(nullable.stream().map(name -> quote(name) + " = NULL"),
                others.stream().map(name -> quote(name) + " = randomblob(16)")).collect(Collectors.joining(", "));
        return "UPDATE OR ABORT " + quote(table) + " AS t SET " + assignments + " WHERE " + byKey(key, placeholders);
    }

    private static String byKey(List<String> key, List<String> placeholders) {
        return IntStream.range(0, key.size())
                .mapToObj(i -> column(key.get(i)) + " = " + placeholders.get(i))
                .collect(Collectors.joining(" AND "));
    }

    /**
     * What stands for a value that is compared with a column: the unary plus takes the affinity of CAST away, so that the
     * column's own holds, and with it its index.
     */
    static String compared(String placeholder) {
        return placeholder.equals("?") ? placeholder : "+" + placeholder;
    }

    static List<String> repeated(String text, int times) {
        return Collections.nCopies(times, text);
    }
}
