package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.contract.TableSpec.table;

import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import java.util.List;
import java.util.stream.LongStream;

/** The tables of the engine's tests. */
final class Tables {
    static final TableSpec PEOPLE = table("people").required("id", ValueType.INT64).column("name", ValueType.TEXT)
            .column("age", ValueType.INT64).key("id");
    /** The same table where it insists on more. */
    static final TableSpec STRICT_PEOPLE = table("people").required("id", ValueType.INT64)
            .required("name", ValueType.TEXT)
            .column("age", ValueType.INT64).key("id").positive("age");
    /** Comes before the people by name and after them by reference. */
    static final TableSpec ORDERS = table("orders").required("id", ValueType.INT64).column("person", ValueType.INT64)
            .key("id")
            .references("person", "people", "id");
    static final TableSpec STAFF = table("staff").required("id", ValueType.INT64).column("boss", ValueType.INT64)
            .key("id")
            .references("boss", "staff", "id");
    static final TableSpec LOG = table("log").column("n", ValueType.INT64).column("text", ValueType.TEXT);

    private Tables() {
    }

    static List<Row> people(long... ids) {
        return LongStream.of(ids).mapToObj(id -> PEOPLE.row(id, "name " + id, id)).toList();
    }

    /** The people from 1 to this one. */
    static List<Row> peopleTo(int last) {
        return people(LongStream.rangeClosed(1, last).toArray());
    }
}
