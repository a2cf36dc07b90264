package dev.tidemark.runtime.config;

import dev.tidemark.domain.row.Value;
import java.util.List;
import java.util.stream.Collectors;

/** How a store wants to be told which rows are meant. */
public enum Conditions {
    /** In words that SQLite and PostgreSQL share. */
    SQL {
        @Override
        String everyRow() {
            return "1 = 1";
        }

        @Override
        String whole(String condition) {
            // Its last line may end in a comment.
            return "(" + condition + "\n)";
        }

        @Override
        String all(List<String> conditions) {
            return String.join(" AND ", conditions);
        }

        @Override
        String equal(String column, Value value) {
            return quoted(column, '"', '"') + " = " + switch (value) {
                case Value.Bool(boolean truth) -> truth ? "TRUE" : "FALSE";
                case Value.Int64 _, Value.Decimal _ -> value.text();
                default -> quoted(value.text(), '\'', '\'');
            };
        }

        @Override
        public String within(String text) {
            return text.replace("'", "''");
        }
    },
    /** In PostgREST's filter language, without percent-encoding: {@code total=gt.0&state=eq.open}. */
    REST {
        @Override
        String everyRow() {
            return "";
        }

        @Override
        String whole(String condition) {
            return condition;
        }

        @Override
        String all(List<String> conditions) {
            return String.join("&", conditions);
        }

        /** Within a logic tree a name and a value may be quoted, whatever they hold. */
        @Override
        String equal(String column, Value value) {
            return "and=(" + quoted(column, '"', '\\') + ".eq." + quoted(value.text(), '"', '\\') + ")";
        }

        @Override
        public String within(String text) {
            return text.replace("\\", "\\\\").replace("\"", "\\\"");
        }
    };

    public static Conditions of(Connection connection) {
        return switch (connection) {
            case Connection.Sqlite _, Connection.Postgres _ -> SQL;
            case Connection.Supabase _ -> REST;
        };
    }

    /** A text as it stands within a quoted one of a condition. */
    public abstract String within(String text);

    /** For all rows of a table that is the profile's as a whole. */
    abstract String everyRow();

    /** A condition that somebody wrote, as one of several. */
    abstract String whole(String condition);

    /** That all of these hold. */
    abstract String all(List<String> conditions);

    /** That the column holds just this value. */
    abstract String equal(String column, Value value);

    private static String quoted(String text, char quote, char escape) {
        return text.chars()
                .mapToObj(letter -> letter == quote || letter == escape
                        ? "" + escape + (char) letter
                        : Character.toString((char) letter))
                .collect(Collectors.joining("", "" + quote, "" + quote));
    }
}
