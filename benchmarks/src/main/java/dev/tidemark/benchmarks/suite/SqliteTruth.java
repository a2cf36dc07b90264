package dev.tidemark.benchmarks.suite;

import dev.tidemark.benchmarks.data.DataTable;
import dev.tidemark.benchmarks.data.Field;
import dev.tidemark.benchmarks.data.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.StringJoiner;
import org.sqlite.Function;

/**
 * Holds a SQLite file against the one that the rows came from, cell by cell: the storage class and the value; times by the
 * instant, whatever their form.
 */
final class SqliteTruth {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T').append(DateTimeFormatter.ISO_LOCAL_TIME).optionalStart().appendOffset("+HH:mm", "Z")
            .optionalEnd().parseDefaulting(ChronoField.OFFSET_SECONDS, 0).toFormatter(java.util.Locale.ROOT);

    /** Where the fraction of a second begins in yyyy-mm-ddThh:mm:ss. */
    private static final int WHOLE_SECOND = 19;
    private static final int MICRO_DIGITS = 6;

    private SqliteTruth() {
    }

    static Verdict compare(Path truth, Path sink, DataTable table) throws SQLException {
        if (!Files.exists(sink)) {
            return new Verdict("no file was written");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sink);
                Statement statement = connection.createStatement()) {
            Function.create(connection, "instant", new Instant());
            statement.execute("attach '" + truth + "' as truth");
            try (ResultSet row = statement.executeQuery(query(table))) {
                row.next();
                return verdict(row, table);
            }
        }
    }

    private static String query(DataTable table) {
        StringJoiner cells = new StringJoiner(", ");
        for (Field field : table.fields()) {
            String name = field.name();
            String differs = field.kind() == Kind.TIME
                    ? "(s.%1$s is not t.%1$s and instant(s.%1$s) is not instant(t.%1$s))"
                    : "(s.%1$s is not t.%1$s or typeof(s.%1$s) is not typeof(t.%1$s))";
            cells.add("coalesce(sum(" + differs.formatted(name) + "), 0)");
        }
        return "select (select count(*) from main.%1$s), count(*), %2$s from truth.%1$s t left join main.%1$s s using (%3$s)"
                .formatted(table.name(), cells, String.join(", ", table.key()));
    }

    private static Verdict verdict(ResultSet row, DataTable table) throws SQLException {
        if (row.getLong(1) != row.getLong(2)) {
            return new Verdict(table.name() + ": " + row.getLong(1) + " rows for " + row.getLong(2));
        }
        StringJoiner differences = new StringJoiner(", ");
        for (int i = 0; i < table.fields().size(); i++) {
            long different = row.getLong(i + 3);
            if (different > 0) {
                differences.add(table.fields().get(i).name() + " in " + different + " rows");
            }
        }
        return new Verdict(differences.length() == 0 ? "" : table.name() + ": differs in " + differences);
    }

    /** Microseconds since 1970 of a time in any form that tools write. */
    static Long micros(String text) {
        // A million of them are looked at after a run: the usual form, in UTC, without the library's parser.
        int zone = text.endsWith("Z") ? 1 : text.endsWith("+00") ? 3 : text.endsWith("+00:00") ? 6 : 0;
        int digits = text.length() - zone - WHOLE_SECOND - 1;
        if (zone > 0 && digits <= MICRO_DIGITS && (digits == -1 || digits > 0 && text.charAt(WHOLE_SECOND) == '.')) {
            long fraction = 0;
            for (int i = 0; i < MICRO_DIGITS; i++) {
                fraction = fraction * 10 + (i < digits ? number(text, WHOLE_SECOND + 1 + i, 1) : 0);
            }
            long day = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)).toEpochDay();
            long second = (number(text, 11, 2) * 60L + number(text, 14, 2)) * 60 + number(text, 17, 2);
            return (day * 86_400 + second) * 1_000_000 + fraction;
        }
        String iso = text.replace(' ', 'T');
        // PostgreSQL leaves the minutes of an offset away
        if (iso.matches(".*[+-]\\d\\d")) {
            iso += ":00";
        }
        return ChronoUnit.MICROS.between(OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
                OffsetDateTime.parse(iso, TIME));
    }

    private static int number(String text, int from, int length) {
        int number = 0;
        for (int i = from; i < from + length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException(text);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static final class Instant extends Function {
        @Override
        protected void xFunc() throws SQLException {
            String text = value_text(0);
            try {
                if (text == null) {
                    result();
                } else {
                    result(micros(text));
                }
            } catch (DateTimeException _) {
                result();
            }
        }
    }
}
