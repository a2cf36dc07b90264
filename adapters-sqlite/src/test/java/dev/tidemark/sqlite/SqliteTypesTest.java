package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.wire.Affinity;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A type that was declared here is read back as the same, and its column changes no text into a number. */
final class SqliteTypesTest {

    static Stream<ValueType> types() {
        return Stream.concat(
                Stream.of("inet", "int4range", "point", "interval", "character varying[]", "INTEGER[]", "größe", "a b",
                        "pg_catalog.\"x\"", "_int8", "t_x")
                        .map(ValueType::ofNative),
                Stream.of(ValueType.BOOLEAN, ValueType.INT64, ValueType.FLOAT64, ValueType.DATE, ValueType.TIME,
                        ValueType.TIMESTAMP, ValueType.TIMESTAMPTZ, ValueType.TEXT, ValueType.BYTES, ValueType.DECIMAL,
                        ValueType.JSON, ValueType.UUID));
    }

    @ParameterizedTest
    @MethodSource("types")
    void rule20_whatIsDeclaredIsReadBack(ValueType type) {
        String declared = SqliteTypes.declaredType(Column.of("c", type, "whatever(6,2)"), "postgresql");
        Affinity affinity = Affinity.of(declared, false);
        assertEquals(type, SqliteTypes.valueType(declared, affinity));
        assertEquals(declared, SqliteTypes.inDdl(declared), "needs no quotes");
        if (type.kind() == ValueType.Kind.NATIVE || type.equals(ValueType.DECIMAL) || type.equals(ValueType.JSON)) {
            assertEquals(Affinity.TEXT, affinity);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"INT | INT64", "bigint unsigned | INT64", "NVARCHAR(160) | TEXT", "DateTime | TIMESTAMP",
                    "TIMESTAMP  WITH  TIME ZONE | TIMESTAMPTZ", "numeric(10, 2) | DECIMAL",
                    "double precision | FLOAT64", "BLOB | BYTES", "`` | TEXT", "STRING | TEXT",
                    "bool | BOOLEAN", "floating point | INT64", "jsonb | TEXT", "CHARINT | INT64"})
    void commonDeclarationsMeanWhatTheirUsersMean(String declared, String type) {
        assertEquals(type, SqliteTypes.valueType(declared, Affinity.of(declared, false)).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"NVARCHAR(160) | TEXT | NVARCHAR(160)", "DATETIME | TIMESTAMP | DATETIME",
                    "DATETIME | TEXT | TEXT",
                    "INTEGER | TEXT | TEXT", "NUMERIC(10,2) | FLOAT64 | REAL", "`` | INT64 | INTEGER",
                    "ANY | TEXT | TEXT", "DECIMAL_TEXT(6,2) | DECIMAL | DECIMAL_TEXT(6,2)"})
    void aDeclarationOfSqliteStaysWhereItMeansTheSameType(String declared, String kind, String expected) {
        ValueType type = new ValueType(ValueType.Kind.valueOf(kind), "");
        assertEquals(expected, SqliteTypes.declaredType(Column.of("c", type, declared), "sqlite"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"double precision | double precision", "numeric(10,2) | numeric(10,2)", "default | \"default\"",
                    "a\"b | \"a\"\"b\"",
                    "text) ; drop table x -- | \"text) ; drop table x --\"", "not null text | \"not null text\""})
    void aDeclarationIsQuotedWhereItWouldBeMoreThanAType(String declared, String inDdl) {
        assertEquals(inDdl, SqliteTypes.inDdl(declared));
    }
}
