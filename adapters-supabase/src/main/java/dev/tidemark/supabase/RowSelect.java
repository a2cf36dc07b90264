package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.supabase.wire.JsonColumn;
import dev.tidemark.supabase.wire.JsonRowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an answer shows of each row, and how it is read. The columns go by short names of our own, so that the names of the
 * table's need no care.
 */
final class RowSelect {
    private final RowType type;
    private final List<JsonColumn> columns = new ArrayList<>();
    private final StringBuilder select = new StringBuilder();

    /**
     * @param type the columns under their names in the table
     * @param reals which of them are of the type {@code real}
     */
    RowSelect(RowType type, List<String> reals) {
        this.type = type;
        for (int i = 0; i < type.width(); i++) {
            String name = type.names().get(i);
            ValueType column = type.types().get(i);
            String key = "c" + i;
            select.append(i == 0 ? "" : ",").append(key).append(':').append(Filters.name(name))
                    .append(WriteShape.isReadAsText(column) ? "::text" : "");
            columns.add(reals.contains(name) ? JsonColumn.real(key) : JsonColumn.of(key, column));
        }
    }

    RowType type() {
        return type;
    }

    /** The parameter's value. */
    String text() {
        return select.toString();
    }

    /**
     * Reads the whole answer.
     *
     * @throws IOException if it ends in its middle
     */
    RowBatch read(RestAnswer answer) throws IOException {
        RowBatch.Builder rows = new RowBatch.Builder(type, 64);
        JsonRowReader reader = new JsonRowReader(answer.body(), columns);
        while (reader.read(rows)) {
            if (!reader.failures().isEmpty()) {
                throw unreadable(reader.failures());
            }
        }
        return rows.build();
    }

    private StoreException unreadable(Map<Integer, Value> failures) {
        Map.Entry<Integer, Value> first = failures.entrySet().iterator().next();
        return new StoreException.Permanent("reading rows back: " + type.names().get(first.getKey()) + " holds "
                + first.getValue().text() + ", which is no " + type.types().get(first.getKey()), "",
                "look at the column's type", null);
    }
}
