package dev.tidemark.supabase;

import dev.tidemark.domain.schema.TableName;
import java.util.List;

/** The requests that delete. Pure functions. */
final class DeleteRequests {
    private static final String[] COUNTED = {"handling=strict", "return=minimal", "count=exact"};

    private final String path;
    private final boolean limited;

    /**
     * @param limited whether the server takes back a deletion of more rows than were named
     */
    DeleteRequests(TableName table, boolean limited) {
        this.path = Filters.path(table);
        this.limited = limited;
    }

    /** How many bytes the conditions may take. */
    int room() {
        return RestQuery.MOST_BYTES - path.length();
    }

    /**
     * @param conditions hold for just the rows to delete; without one, the server would delete every row
     * @param most how many rows they can hold for
     */
    RestRequest delete(List<String> conditions, int most) {
        if (conditions.isEmpty() || conditions.contains("")) {
            throw new IllegalArgumentException("a deletion of " + path + " without a condition");
        }
        String query = new RestQuery().where(conditions).text();
        return limited
                ? RestRequest.delete(path, query, COUNTED[0], COUNTED[1], COUNTED[2], "max-affected=" + most)
                : RestRequest.delete(path, query, COUNTED);
    }
}
