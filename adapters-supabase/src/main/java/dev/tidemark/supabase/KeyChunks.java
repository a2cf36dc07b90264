package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cuts keys into pieces of which each fits an address, as conditions that hold for just the rows with these keys: a list of
 * values for the column that differs most, for each combination of the others. An index finds such a list at once.
 */
final class KeyChunks {
    private static final String NULL = "";

    private final RowBatch keys;
    private final List<String> names;
    private final int[] shared;
    private final int[] group;
    private final int last;
    private final List<String> conditionsOfShared = new ArrayList<>();

    private KeyChunks(RowBatch keys) {
        this.keys = keys;
        this.names = keys.type().names();
        BitSet same = IntStream.range(0, names.size()).filter(this::isShared)
                .collect(BitSet::new, BitSet::set, BitSet::or);
        // Where there is but one key each of its columns is the same in all keys: one has to be listed.
        this.last = IntStream.iterate(names.size() - 1, column -> column - 1).limit(names.size())
                .filter(column -> !same.get(column)).findFirst().orElse(names.size() - 1);
        this.shared = same.stream().filter(column -> column != last).toArray();
        this.group = IntStream.range(0, names.size()).filter(column -> !same.get(column) && column != last).toArray();
        for (int column : shared) {
            conditionsOfShared.add(Filters.equal(names.get(column), keys.value(0, column)));
        }
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
        int fixed = "&and=(),or()".length() + conditionsOfShared.stream().mapToInt(text -> text.length() + 1).sum();
        Map<String, Listed> groups = new LinkedHashMap<>();
        int from = 0;
        int length = fixed;
        for (int row = 0; row < keys.size(); row++) {
            String of = groupOf(row);
            String value = valueOf(row);
            int more = lengthOf(groups, of, value);
            if (row > from && length + more > bytes) {
                chunks.add(chunk(from, row, groups));
                groups.clear();
                from = row;
                length = fixed;
                more = lengthOf(groups, of, value);
            }
            groups.computeIfAbsent(of, _ -> new Listed()).add(value);
            length += more;
        }
        chunks.add(chunk(from, keys.size(), groups));
        return chunks;
    }

    /** The values of the last column that go with one combination of the others; NULL among them or not. */
    private static final class Listed {
        private final List<String> values = new ArrayList<>();
        private boolean hasNull;

        void add(String value) {
            if (value.equals(NULL)) {
                hasNull = true;
            } else {
                values.add(value);
            }
        }
    }

    private Chunk chunk(int from, int to, Map<String, Listed> groups) {
        List<String> pieces = new ArrayList<>();
        groups.forEach((of, listed) -> {
            String values = Filters.in(names.get(last), listed.values, listed.hasNull);
            pieces.add(of.isEmpty() ? values : "and(" + of + "," + values + ")");
        });
        List<String> conditions = new ArrayList<>(conditionsOfShared);
        conditions.add(Filters.or(pieces));
        return new Chunk(from, to, conditions);
    }

    private String groupOf(int row) {
        return String.join(",", IntStream.of(group)
                .mapToObj(column -> Filters.equal(names.get(column), keys.value(row, column))).toList());
    }

    private String valueOf(int row) {
        Value value = keys.value(row, last);
        return value instanceof Value.Null ? NULL : Filters.value(value);
    }

    /** Never less than what the row adds. */
    private int lengthOf(Map<String, Listed> groups, String of, String value) {
        String name = Filters.name(names.get(last));
        int length = value.equals(NULL) ? name.length() + ",or(.is.null)".length() : value.length() + 1;
        return groups.containsKey(of) ? length : length + of.length() + name.length() + "and(,.in.()),".length();
    }

    private boolean isShared(int column) {
        Value first = keys.value(0, column);
        return IntStream.range(1, keys.size()).allMatch(row -> keys.value(row, column).equals(first));
    }
}
