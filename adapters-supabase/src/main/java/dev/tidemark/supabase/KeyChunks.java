package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Cuts keys into pieces of which each fits an address, as conditions that hold for just the rows with these keys. */
final class KeyChunks {
    private final RowBatch keys;
    private final List<String> names;
    private final int[] shared;
    private final int[] varying;

    private KeyChunks(RowBatch keys) {
        this.keys = keys;
        this.names = keys.type().names();
        BitSet same = IntStream.range(0, names.size()).filter(this::isShared)
                .collect(BitSet::new, BitSet::set, BitSet::or);
        this.shared = same.stream().toArray();
        this.varying = IntStream.range(0, names.size()).filter(column -> !same.get(column)).toArray();
    }

    /**
     * @param keys each at most once; its columns are the key's, under their names in the table
     * @param bytes the most that the conditions of a piece may take; a key that takes more stands alone
     */
    static List<Chunk> of(RowBatch keys, int bytes) {
        return keys.isEmpty() ? List.of() : new KeyChunks(keys).cut(bytes);
    }

    /**
     * Some of the keys.
     *
     * @param from the first row
     * @param to the row behind the last
     * @param conditions for {@link RestQuery#where}
     */
    record Chunk(int from, int to, List<String> conditions) {
    }

    private List<Chunk> cut(int bytes) {
        List<Chunk> chunks = new ArrayList<>();
        int fixed = lengthOfShared();
        int from = 0;
        int length = fixed;
        for (int row = 0; row < keys.size(); row++) {
            int more = lengthOf(row);
            if (row > from && length + more > bytes) {
                chunks.add(chunk(from, row));
                from = row;
                length = fixed;
            }
            length += more;
        }
        chunks.add(chunk(from, keys.size()));
        return chunks;
    }

    private Chunk chunk(int from, int to) {
        List<String> conditions = new ArrayList<>();
        for (int column : shared) {
            conditions.add(Filters.equal(names.get(column), keys.value(from, column)));
        }
        if (varying.length > 0) {
            // Follows from what comes after it, and lets an index of the key serve.
            conditions.add(Filters.in(names.get(varying[0]), valuesOf(varying[0], from, to)));
        }
        if (varying.length > 1) {
            conditions.add(Filters.or(IntStream.range(from, to).mapToObj(this::one).toList()));
        }
        return new Chunk(from, to, conditions);
    }

    private List<Value> valuesOf(int column, int from, int to) {
        Set<Value> values = new LinkedHashSet<>();
        for (int row = from; row < to; row++) {
            values.add(keys.value(row, column));
        }
        return List.copyOf(values);
    }

    private String one(int row) {
        return Filters.and(IntStream.of(varying)
                .mapToObj(column -> Filters.equal(names.get(column), keys.value(row, column))).toList());
    }

    /** Never less than what the row adds; more where its first column has the value of another row. */
    private int lengthOf(int row) {
        int separators = 2;
        int length = 0;
        if (varying.length > 0) {
            Value first = keys.value(row, varying[0]);
            length += first instanceof Value.Null ? lengthOfNull() : Filters.value(first).length() + separators;
        }
        if (varying.length > 1) {
            length += one(row).length() + separators;
        }
        return length;
    }

    private int lengthOfNull() {
        return Filters.isNull(names.get(varying[0])).length() + "or(),".length();
    }

    private int lengthOfShared() {
        int length = "and=()".length();
        for (int column : shared) {
            length += Filters.equal(names.get(column), keys.value(0, column)).length() + 1;
        }
        return varying.length == 0 ? length
                : length + Filters.name(names.get(varying[0])).length() + ".in.(),or(),".length();
    }

    private boolean isShared(int column) {
        Value first = keys.value(0, column);
        return names.size() > 1
                && IntStream.range(1, keys.size()).allMatch(row -> keys.value(row, column).equals(first));
    }
}
