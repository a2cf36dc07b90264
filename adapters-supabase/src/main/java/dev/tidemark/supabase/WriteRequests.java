package dev.tidemark.supabase;

import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.schema.TableName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The requests that write rows of one shape. Each is one transaction of the server's. Pure functions.
 *
 * <p>Without {@code handling=strict} a preference that the server does not know is passed over, and an upsert is an insert.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#upsert">Upsert</a>
 */
final class WriteRequests {
    /** Behind the key in what an upsert gives back: 0 just when the row was inserted. */
    static final String XMAX = "xmax";

    private static final String STRICT = "handling=strict";
    private static final byte[] NO_ROWS = "[]".getBytes(StandardCharsets.US_ASCII);

    private final WriteShape shape;
    private final String path;

    WriteRequests(WriteShape shape) {
        this.shape = shape;
        this.path = Filters.path(shape.plan().table());
    }

    /** Inserts the rows; a key that is there refuses them all. */
    RestRequest insert(byte[] rows) {
        return RestRequest.post(path, columns(shape.names()).text(), rows, STRICT, "return=minimal", "count=exact");
    }

    /**
     * Inserts the rows, and where the key is there updates it or leaves it alone, as the plan says.
     *
     * @param shown what to give back of each row that was written, as {@link RestQuery} takes it
     */
    RestRequest upsert(byte[] rows, String shown) {
        RestQuery query = new RestQuery().with("on_conflict", list(shape.plan().key()))
                .with("columns", list(shape.names()))
                .with("select", shown);
        return RestRequest.post(path, query.text(), rows, "resolution=" + resolution(), STRICT,
                "return=representation");
    }

    /** An upsert of no rows: everything that refuses it would refuse any row. */
    RestRequest probe(String shown) {
        return upsert(NO_ROWS, shown);
    }

    /** An insert of no rows into these columns. */
    static RestRequest probe(TableName table, List<String> columns) {
        return RestRequest.post(Filters.path(table), columns(columns).text(), NO_ROWS, STRICT, "return=minimal");
    }

    /** What the server says in {@code Preference-Applied} when it has understood an upsert. */
    String resolution() {
        return shape.plan().mode() == WriteMode.INSERT_ONLY ? "ignore-duplicates" : "merge-duplicates";
    }

    private static RestQuery columns(List<String> columns) {
        return new RestQuery().with("columns", list(columns));
    }

    private static String list(List<String> columns) {
        return columns.stream().map(Filters::name).collect(Collectors.joining(","));
    }
}
