package dev.tidemark.sqlite;

import static java.util.Map.entry;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.wire.Affinity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Declared types of SQLite and types in flight, both ways. What {@link #declaredType} writes, {@link #valueType} reads
 * back as the same type.
 *
 * <p>SQLite takes any word for a type and finds an affinity in its letters. A type whose text a numeric affinity would
 * turn into a number is therefore declared with TEXT in its name: {@code DECIMAL_TEXT}, {@code JSON_TEXT},
 * {@code NATIVE_TEXT}. Dates, times and UUIDs never look like numbers, so they keep their usual words.
 */
final class SqliteTypes {
    private static final Map<String, ValueType> WORDS = Map.ofEntries(
            entry("BOOL", ValueType.BOOLEAN), entry("BOOLEAN", ValueType.BOOLEAN),
            entry("DATE", ValueType.DATE), entry("TIME", ValueType.TIME),
            entry("TIME WITHOUT TIME ZONE", ValueType.TIME),
            entry("DATETIME", ValueType.TIMESTAMP), entry("DATETIME2", ValueType.TIMESTAMP),
            entry("TIMESTAMP", ValueType.TIMESTAMP), entry("TIMESTAMP WITHOUT TIME ZONE", ValueType.TIMESTAMP),
            entry("TIMESTAMPTZ", ValueType.TIMESTAMPTZ), entry("TIMESTAMP WITH TIME ZONE", ValueType.TIMESTAMPTZ),
            entry("DATETIMEOFFSET", ValueType.TIMESTAMPTZ),
            entry("UUID", ValueType.UUID), entry("GUID", ValueType.UUID), entry("UNIQUEIDENTIFIER", ValueType.UUID),
            entry("JSON", ValueType.JSON), entry("JSON_TEXT", ValueType.JSON),
            entry("DECIMAL_TEXT", ValueType.DECIMAL), entry("DECIMAL", ValueType.DECIMAL),
            entry("NUMERIC", ValueType.DECIMAL), entry("NUMBER", ValueType.DECIMAL), entry("MONEY", ValueType.DECIMAL));

    private static final String NATIVE = "NATIVE_TEXT ";
    private static final Pattern MODIFIERS = Pattern.compile("\\s*\\([^)]*\\)");
    private static final Pattern PRECISION = Pattern.compile("\\(\\s*\\d+\\s*(,\\s*-?\\d+\\s*)?\\)");
    private static final Pattern PLAIN_WORDS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*( [A-Za-z_][A-Za-z0-9_]*)*"
            + "( ?\\( ?[-+]?[0-9]+ ?(, ?[-+]?[0-9]+ ?)?\\))?");
    private static final List<String> CLAUSES = List.of("AS", "CHECK", "COLLATE", "CONSTRAINT", "DEFAULT", "GENERATED",
            "NOT", "NULL", "PRIMARY", "REFERENCES", "UNIQUE");

    private SqliteTypes() {
    }

    /** What the cells of a column declared like this are taken for before anybody has looked at them. */
    static ValueType valueType(String declaredType, Affinity affinity) {
        String type = MODIFIERS.matcher(declaredType).replaceAll("").trim().replaceAll("\\s+", " ")
                .toUpperCase(Locale.ROOT);
        if (type.startsWith(NATIVE)) {
            return ValueType.ofNative(nativeName(declaredType.substring(NATIVE.length())));
        }
        ValueType word = WORDS.get(type);
        if (word != null) {
            return word;
        }
        return switch (affinity) {
            case INTEGER -> ValueType.INT64;
            case REAL -> ValueType.FLOAT64;
            case BLOB -> type.contains("BLOB") ? ValueType.BYTES : ValueType.TEXT;
            case TEXT, NUMERIC -> ValueType.TEXT;
        };
    }

    /**
     * How a column that holds such values is declared.
     *
     * @param column the column as it stands in the other store; its own declaration stays if it is SQLite's and means the
     *     same type
     * @param dialect whose words the column's declared type is
     */
    static String declaredType(Column column, String dialect) {
        String declared = column.declaredType();
        if (dialect.equals(SqliteTable.DIALECT) && !declared.isEmpty() && !declared.equalsIgnoreCase("ANY")
                && valueType(declared, Affinity.of(declared, false)).equals(column.type())) {
            return declared;
        }
        return switch (column.type().kind()) {
            case BOOLEAN -> "BOOLEAN";
            case INT64 -> "INTEGER";
            case FLOAT64 -> "REAL";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case TIMESTAMP -> "TIMESTAMP";
            case TIMESTAMPTZ -> "TIMESTAMPTZ";
            case TEXT -> "TEXT";
            case BYTES -> "BLOB";
            case DECIMAL -> "DECIMAL_TEXT" + precision(declared);
            case JSON -> "JSON_TEXT";
            case UUID -> "UUID";
            case NATIVE -> NATIVE + declaredNative(column.type().name());
        };
    }

    private static String precision(String declaredType) {
        Matcher precision = PRECISION.matcher(declaredType);
        return precision.find() ? precision.group() : "";
    }

    /** The type as it stands in a CREATE TABLE; quoted where its words would be taken for something else. */
    static String inDdl(String declaredType) {
        boolean plain = PLAIN_WORDS.matcher(declaredType).matches()
                && List.of(declaredType.toUpperCase(Locale.ROOT).split("[^A-Z0-9_]+")).stream()
                        .noneMatch(CLAUSES::contains);
        return plain ? declaredType : SqliteSql.quote(declaredType);
    }

    /**
     * The name of a native type as one word without INT in it, which would make the column one of numbers: anything but
     * letters and digits, and the N of INT, is an underscore and the hexadecimal code.
     */
    private static String declaredNative(String name) {
        StringBuilder word = new StringBuilder("t_");
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            boolean ofInt = (character | 0x20) == 'n' && i > 0 && (name.charAt(i - 1) | 0x20) == 'i';
            boolean plain = character < 0x80 && Character.isLetterOrDigit(character) && !ofInt;
            word.append(plain ? String.valueOf(character) : String.format(Locale.ROOT, "_%04x", (int) character));
        }
        return word.toString();
    }

    private static String nativeName(String word) {
        StringBuilder name = new StringBuilder();
        for (int i = 2; i < word.length(); i++) {
            if (word.charAt(i) == '_' && i + 5 <= word.length()) {
                name.append((char) Integer.parseInt(word, i + 1, i + 5, 16));
                i += 4;
            } else {
                name.append(word.charAt(i));
            }
        }
        return name.isEmpty() ? "text" : name.toString();
    }
}
