package dev.tidemark.cli.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Both sides of the demo held against each other value by value. Reads them with plain {@code SELECT}s over JDBC, so that a
 * mistake of the sync cannot hide here; meant for small tables, for it keeps one side in memory.
 */
public final class Comparison {
    private static final int MOST_EXAMPLES = 5;

    private final Map<String, Long> leftOver = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private long tables;
    private long rows;
    private long values;
    private long differing;

    private Comparison() {
    }

    /** Compares every table of the source with the one of the same name in the copy. */
    public static Comparison of(Connection source, Connection copy) throws SQLException {
        Comparison comparison = new Comparison();
        for (String table : tables(source)) {
            comparison.compare(table, source, copy);
        }
        return comparison;
    }

    private static List<String> tables(Connection source) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet found = source.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (found.next()) {
                names.add(found.getString("TABLE_NAME"));
            }
        }
        return names;
    }

    private void compare(String table, Connection source, Connection copy) throws SQLException {
        List<String> key = key(table, source);
        List<String> columns = new ArrayList<>();
        Map<List<String>, List<String>> expected = read(table, key, columns, source);
        Map<List<String>, List<String>> actual = read(table, key, new ArrayList<>(columns), copy);
        tables++;
        for (Map.Entry<List<String>, List<String>> row : expected.entrySet()) {
            List<String> found = actual.remove(row.getKey());
            rows++;
            values += columns.size();
            if (found == null) {
                differ(table + " " + row.getKey() + " is missing in the copy");
            } else {
                compare(table + " " + row.getKey(), columns, row.getValue(), found);
            }
        }
        if (!actual.isEmpty()) {
            leftOver.put(table, (long) actual.size());
        }
    }

    private void compare(String row, List<String> columns, List<String> expected, List<String> found) {
        for (int column = 0; column < columns.size(); column++) {
            if (!expected.get(column).equals(found.get(column))) {
                differ(row + " " + columns.get(column) + ": " + expected.get(column) + " became " + found.get(column));
            }
        }
    }

    private void differ(String example) {
        differing++;
        if (differences.size() < MOST_EXAMPLES) {
            differences.add(example);
        }
    }

    private static List<String> key(String table, Connection source) throws SQLException {
        Map<Integer, String> columns = new TreeMap<>();
        try (ResultSet found = source.getMetaData().getPrimaryKeys(null, null, table)) {
            while (found.next()) {
                columns.put(found.getInt("KEY_SEQ"), found.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }

    /** The rows by key. Reads the columns named, or all of them and names them. */
    private static Map<List<String>, List<String>> read(String table, List<String> key, List<String> columns,
            Connection store)
            throws SQLException {
        String list = columns.isEmpty() ? "*" : String.join(", ", columns.stream().map(Comparison::quoted).toList());
        Map<List<String>, List<String>> rows = new HashMap<>();
        try (Statement statement = store.createStatement();
                ResultSet found = statement.executeQuery("SELECT " + list + " FROM " + quoted(table))) {
            if (columns.isEmpty()) {
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    columns.add(found.getMetaData().getColumnName(column));
                }
            }
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int column = 1; column <= columns.size(); column++) {
                    cells.add(text(found, column));
                }
                rows.put(key.stream().map(name -> cells.get(columns.indexOf(name))).toList(), cells);
            }
        }
        return rows;
    }

    /** A value as a text that is the same in both stores: numbers by value, everything else letter by letter. */
    private static String text(ResultSet row, int column) throws SQLException {
        return switch (row.getObject(column)) {
            case null -> "NULL";
            case BigDecimal number -> number(number);
            case Number number -> number(new BigDecimal(number.toString()));
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Object other -> "'" + other + "'";
        };
    }

    private static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public long tables() {
        return tables;
    }

    /** Rows of the source. */
    public long rows() {
        return rows;
    }

    /** Values of the source. */
    public long values() {
        return values;
    }

    /** Rows of the copy that the source lacks, a table each; tables without any are left out. */
    public Map<String, Long> leftOver() {
        return leftOver;
    }

    /** Values that differ and rows that the copy lacks. */
    public long differing() {
        return differing;
    }

    /** The first of those, for a person. */
    public List<String> examples() {
        return List.copyOf(differences);
    }
}
