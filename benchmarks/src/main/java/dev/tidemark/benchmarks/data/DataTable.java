package dev.tidemark.benchmarks.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of the test data. Its first n rows are the same whatever its size, so that a tool too slow for all of them can be
 * given the first ones.
 *
 * @param key names of the key's columns
 * @param rows how many it has at full size
 */
public record DataTable(String name, List<Field> fields, List<String> key, long rows, RowMaker maker) {

    public DataTable {
        fields = List.copyOf(fields);
        key = List.copyOf(key);
    }

    /** The row of that number as the variant has it. */
    public @Nullable Object[] row(long number, Variant variant) {
        Object[] row = maker.row(number, new SplittableRandom(name.hashCode() * 1_000_003L + number));
        return variant.changes(number, rows) ? Variant.changed(row, this) : row;
    }

    DataTable withRows(long other) {
        return new DataTable(name, fields, key, Math.min(rows, other), maker);
    }

    /** {@code create table} for SQLite: an integer key is the rowid. */
    public String sqliteDdl() {
        boolean rowid = key.size() == 1 && field(key.getFirst()).kind() == Kind.INTEGER;
        String columns = fields.stream().map(field -> rowid && field.name().equals(key.getFirst())
                ? field.name() + " integer primary key"
                : field.name() + " " + field.kind().sqlite() + (field.optional() ? "" : " not null") + reference(field))
                .collect(Collectors.joining(", "));
        return "create table " + name + "(" + columns + (rowid ? "" : primaryKey()) + ")";
    }

    public String postgresDdl() {
        String columns = fields.stream().map(field -> field.name() + " " + field.kind().postgres()
                + (field.optional() ? "" : " not null") + reference(field)).collect(Collectors.joining(", "));
        return "create table " + name + "(" + columns + primaryKey() + ")";
    }

    private String primaryKey() {
        return ", primary key(" + String.join(", ", key) + ")";
    }

    private static String reference(Field field) {
        return field.references() == null ? "" : " references " + field.references() + "(id)";
    }

    private Field field(String column) {
        return fields.stream().filter(field -> field.name().equals(column)).findFirst().orElseThrow();
    }
}
