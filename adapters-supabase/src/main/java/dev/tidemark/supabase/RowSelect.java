package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.supabase.ReadShape.Field;
import dev.tidemark.supabase.wire.JsonColumn;
import dev.tidemark.supabase.wire.JsonRowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What an answer shows of each row of a table, and how it is read.
 *
 * @param fields what is shown, in order
 * @param embedded another table, of which nothing is shown, but rows to which it has none are left out; may be empty
 */
record RowSelect(List<Field> fields, String embedded) {
    RowSelect {
        fields = List.copyOf(fields);
    }

    /** These columns of the table. */
    static RowSelect of(SupabaseTable table, RowType columns) {
        return new RowSelect(IntStream.range(0, columns.width()).mapToObj(at -> Field.of(
                table.column(columns.names().get(at)).orElseThrow(), columns.types().get(at), false, at)).toList(), "");
    }

    /** The same, and one that every stored row has without its being declared. */
    RowSelect withSystemColumn(String name) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, JsonColumn.of(name, ValueType.ofNative("xid")),
                name, true));
        return new RowSelect(more, embedded);
    }

    /**
     * Only the rows to which the other table has some.
     *
     * @param other see {@link Referrers#embeddings}
     */
    RowSelect referredToBy(String other) {
        return new RowSelect(fields, ",r:" + other + "!inner()");
    }

    RowType type() {
        return new RowType(fields.stream().map(Field::name).toList(), fields.stream().map(Field::type).toList());
    }

    /** The parameter's value. */
    String text() {
        return fields.stream().map(Field::selected).collect(Collectors.joining(",")) + embedded;
    }

    /**
     * Reads the whole answer.
     *
     * @throws IOException if it ends in its middle
     */
    RowBatch read(RestAnswer answer) throws IOException {
        RowBatch.Builder rows = new RowBatch.Builder(type(), 64);
        JsonRowReader reader = new JsonRowReader(answer.body(), fields.stream().map(Field::member).toList());
        while (reader.read(rows)) {
            if (!reader.failures().isEmpty()) {
                throw unreadable(reader.failures());
            }
        }
        return rows.build();
    }

    private StoreException unreadable(Map<Integer, Value> failures) {
        Map.Entry<Integer, Value> first = failures.entrySet().iterator().next();
        Field field = fields.get(first.getKey());
        return new StoreException.Permanent("reading rows back: " + field.name() + " holds " + first.getValue().text()
                + ", which is no " + field.type(), "", "look at the column's type", null);
    }
}
