package dev.tidemark.supabase;

import dev.tidemark.domain.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the server what it has by reading no row of it: a name that it does not know is an error with a code. */
final class TableProbe {
    /** PostgreSQL's own words, and from PostgREST 13 on its schema cache's. */
    private static final List<String> NO_TABLE = List.of("42P01", "PGRST205");
    private static final String NO_COLUMN = "42703";

    private final SupabaseClient client;

    TableProbe(SupabaseClient client) {
        this.client = client;
    }

    /**
     * Whether there is a table or view of that name that the key may read.
     *
     * @throws dev.tidemark.domain.port.StoreException if that cannot be told, as without the right to read it
     */
    boolean exists(TableName table) {
        String doing = "looking for " + table;
        RestRequest request = RestRequest.get(Filters.path(table), "limit=0");
        Optional<RestFailure> failure = client.probe(request, doing);
        if (failure.isEmpty()) {
            return true;
        }
        if (NO_TABLE.contains(failure.get().code())) {
            return false;
        }
        throw client.trouble(request, doing, failure.get());
    }

    /** Which of the columns the table has, in their order. */
    List<String> columns(TableName table, List<String> names) {
        List<String> found = new ArrayList<>();
        split(table, names, found);
        return found;
    }

    /** Whether the relation stores rows itself: a view has no system columns, and a materialized view counts as a table. */
    boolean isStored(TableName table) {
        RestRequest request = RestRequest.get(Filters.path(table), "select=xmax&limit=0");
        String doing = "looking for columns of " + table;
        Optional<RestFailure> failure = client.probe(request, doing);
        if (failure.isEmpty() || failure.get().code().equals(SupabaseErrors.RIGHTS_MISSING)) {
            // Names are looked up before rights: what may not be read is there.
            return true;
        }
        if (failure.get().code().equals(NO_COLUMN)) {
            return false;
        }
        throw client.trouble(request, doing, failure.get());
    }

    /** Whether there are rows, as far as the key sees them, that have no value there. */
    boolean hasNull(TableName table, String column) {
        RestRequest request = RestRequest.get(Filters.path(table),
                new RestQuery().with("select", Filters.name(column)).with("limit", "1")
                        .where(List.of(Filters.isNull(column))).text());
        try (RestAnswer answer = client.ask(request, "looking for rows of " + table + " without " + column)) {
            return answer.rows().isPresent();
        }
    }

    private void split(TableName table, List<String> names, List<String> found) {
        if (names.isEmpty()) {
            return;
        }
        boolean fits = names.size() == 1 || select(names).length() <= RestQuery.MOST_BYTES;
        if (fits && hasAll(table, names)) {
            found.addAll(names);
        } else if (names.size() > 1) {
            int middle = names.size() / 2;
            split(table, names.subList(0, middle), found);
            split(table, names.subList(middle, names.size()), found);
        }
    }

    private boolean hasAll(TableName table, List<String> names) {
        String doing = "looking for columns of " + table;
        RestRequest request = RestRequest.get(Filters.path(table), select(names) + "&limit=0");
        Optional<RestFailure> failure = client.probe(request, doing);
        if (failure.isPresent() && !failure.get().code().equals(NO_COLUMN)) {
            throw client.trouble(request, doing, failure.get());
        }
        return failure.isEmpty();
    }

    private static String select(List<String> names) {
        return "select=" + names.stream().map(Filters::name).collect(Collectors.joining(","));
    }
}
