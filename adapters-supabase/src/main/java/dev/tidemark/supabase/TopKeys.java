package dev.tidemark.supabase;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The places of the first rows of a table by an order that the user chose, sorted by {@link PlaceOrder}. REST cannot sort
 * what it has cut off by another order, so they are held in memory: some 50 bytes a row.
 */
final class TopKeys {
    private static final long ROWS_OF_A_REQUEST = 10_000;

    private final RowBatch keys;

    private TopKeys(RowBatch keys) {
        this.keys = keys;
    }

    /**
     * Asks for them.
     *
     * @throws StoreException.Permanent if nothing tells the rows of the table apart
     */
    static TopKeys read(RowQuestion question, ReadPlan plan, SupabaseTable table) {
        Top top = plan.top().orElseThrow();
        ReadShape shape = ReadShape.of(plan.select(List.of()), table);
        if (shape.isNumbered()) {
            throw new StoreException.Permanent("reading the first rows of " + table.schema().name()
                    + ": nothing is known to tell its rows apart", "", "take the first rows of a table instead", null);
        }
        List<String> order = new ArrayList<>();
        top.order().ifPresent(words -> order.addAll(TopOrder.terms(words, table)));
        List<String> ties = table.schema().key().isEmpty()
                ? shape.placeFields().stream().map(ReadShape.Field::name).toList()
                : table.schema().key();
        ties.forEach(name -> order.add(Filters.name(name) + ".asc.nullslast"));
        RowBatch.Builder builder = new RowBatch.Builder(shape.rows(), 1_000);
        int read = -1;
        while (read != 0 && builder.size() < top.rows()) {
            long limit = Math.min(ROWS_OF_A_REQUEST, top.rows() - builder.size());
            RowAnswer answer = question.ask(shape,
                    SupabaseRequests.first(shape, String.join(",", order), builder.size(), limit));
            if (!answer.unreadable().isEmpty()) {
                throw new StoreException.Permanent("reading the first rows of " + table.schema().name()
                        + ": a key cannot be held exactly", "", "", null);
            }
            read = answer.rows().size();
            builder.addRows(answer.rows());
        }
        return new TopKeys(sorted(builder.build()));
    }

    /** Each once: a row that moved between two requests may have come twice. */
    private static RowBatch sorted(RowBatch keys) {
        int[] columns = IntStream.range(0, keys.type().width()).toArray();
        RowBatch.Builder builder = new RowBatch.Builder(keys.type(), keys.size());
        int before = -1;
        for (int row : PlaceOrder.sorted(keys, columns)) {
            if (before < 0 || PlaceOrder.compare(keys, before, columns, keys, row, columns) != 0) {
                builder.addRow(keys, row);
            }
            before = row;
        }
        return builder.build();
    }

    long size() {
        return keys.size();
    }

    /** Those behind a place. */
    RowBatch after(Cursor from) {
        if (!(from instanceof Cursor.After(List<Value> values))) {
            return keys;
        }
        if (values.size() != keys.type().width()) {
            throw new StoreException.Permanent("the place to go on from has " + values.size() + " values for "
                    + keys.type().width() + " columns", "", "start anew with --restart", null);
        }
        RowBatch.Builder builder = new RowBatch.Builder(keys.type(), 1);
        values.forEach(builder::add);
        builder.endRow();
        RowBatch place = builder.build();
        int[] columns = IntStream.range(0, keys.type().width()).toArray();
        int first = 0;
        while (first < keys.size() && PlaceOrder.compare(keys, first, columns, place, 0, columns) <= 0) {
            first++;
        }
        return keys.slice(first, keys.size());
    }
}
