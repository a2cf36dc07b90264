package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds out the type of columns that nobody describes, by asking whether they could hold a value: the server converts what it
 * compares with before it looks for rows, and says by a code that it cannot. No row is read.
 */
final class TypeProbe {
    /** The format of what is none of the plain types: it is read and written as its text. */
    static final String NATIVE = "unknown";

    private static final String TAKEN = "";
    private static final String NO_SUCH_TEXT = "22P02";
    private static final String NO_SUCH_TIME = "22007";
    private static final String NO_SUCH_ZONE = "22023";
    private static final String NO_COMPARISON = "42883";
    private static final String OUT_OF_RANGE = "22003";

    private final SupabaseClient client;
    private final TableName table;

    TypeProbe(SupabaseClient client, TableName table) {
        this.client = client;
        this.table = table;
    }

    /** The format of each column, such as {@code timestamp with time zone}; of kin types the one that holds most. */
    Map<String, String> formats(List<String> columns) {
        Map<String, String> formats = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> asked = new ArrayList<>();
            columns.forEach(column -> asked.add(threads.submit(() -> format(column))));
            for (int column = 0; column < asked.size(); column++) {
                formats.put(columns.get(column), result(asked.get(column)));
            }
            return formats;
        }
    }

    private static String result(Future<String> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Transient("asking for types: cancelled", "", "", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException trouble) {
                throw trouble;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private String format(String column) {
        return switch (equal(column, "tidemark")) {
            // Hexadecimal digits go to g, as far as text is concerned.
            case TAKEN -> takes(column, "\\x0g") ? "text" : "bytea";
            case NO_SUCH_TEXT -> takes(column, "7") ? number(column) : word(column);
            case NO_SUCH_TIME, NO_SUCH_ZONE -> takes(column, "2024-01-01") ? date(column) : time(column);
            case NO_COMPARISON -> casts(column, "jsonb") ? "json" : NATIVE;
            default -> NATIVE;
        };
    }

    private String number(String column) {
        if (takes(column, "[]")) {
            return "jsonb";
        }
        if (!takes(column, "1.5")) {
            return "bigint";
        }
        return switch (equal(column, "1e400")) {
            case TAKEN -> "numeric";
            case OUT_OF_RANGE -> "double precision";
            default -> NATIVE;
        };
    }

    private String word(String column) {
        if (takes(column, "true")) {
            return "boolean";
        }
        return takes(column, "2a6fbb6e-4d1c-4d0e-9a3f-0e5d5a1c7b11") ? "uuid" : NATIVE;
    }

    /** The ends of the calendars differ, and only a time with a zone is moved by its zone, here behind its end. */
    private String date(String column) {
        if (takes(column, "300000-01-01")) {
            return "date";
        }
        return takes(column, "294276-12-31 23:59:59-15") ? "timestamp without time zone" : "timestamp with time zone";
    }

    /** A time of day is an interval since midnight, unless it has a zone. */
    private String time(String column) {
        boolean plain = takes(column, "12:34:56") && !takes(column, "1 day") && casts(column, "interval");
        return plain ? "time without time zone" : NATIVE;
    }

    private boolean takes(String column, String value) {
        return equal(column, value).equals(TAKEN);
    }

    /** The code that the server has against comparing the column with this value; empty if nothing. */
    private String equal(String column, String value) {
        return code(column,
                Filters.name(column) + "=eq." + PercentCode.ofQuery(value) + "&select=" + Filters.name(column));
    }

    private boolean casts(String column, String type) {
        return code(column, "select=" + Filters.name(column) + "::" + type).equals(TAKEN);
    }

    private String code(String column, String query) {
        String doing = "asking for the type of " + table + "." + column;
        RestRequest request = RestRequest.get(Filters.path(table), query + "&limit=0");
        Optional<RestFailure> failure = client.probe(request, doing);
        if (failure.isPresent() && failure.get().code().isEmpty()) {
            throw client.trouble(request, doing, failure.get());
        }
        return failure.map(RestFailure::code).orElse(TAKEN);
    }
}
