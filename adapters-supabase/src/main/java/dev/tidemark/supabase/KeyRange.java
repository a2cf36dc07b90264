package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.supabase.ReadShape.Field;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keys from one, exclusive, to another, inclusive. Integers and UUIDs can be counted, so that a range of them can be asked
 * for before the rows in front of it are there; a UUID by its first half.
 *
 * @param after the key that the range lies behind
 * @param last the last key that may be in it
 */
record KeyRange(Value after, Value last) {

    /** Whether the rows are ordered by one such key. */
    static boolean isCountable(ReadShape shape) {
        if (shape.place().size() != 1) {
            return false;
        }
        Field key = shape.placeFields().getFirst();
        return key.notNull() && (key.type().kind() == Kind.INT64 || key.type().kind() == Kind.UUID);
    }

    /** How much of the key space a row takes, by the rows that were read last, in their order. */
    static double spread(RowBatch read, int column) {
        double first = number(read.value(0, column));
        return (number(read.value(read.size() - 1, column)) - first + 1) / read.size();
    }

    /**
     * The range behind a key that should hold so many rows; empty behind the last of all keys.
     *
     * @param spread see {@link #spread}
     */
    static Optional<KeyRange> behind(Value key, double spread, long rows) {
        long from = number(key);
        // A double beyond the integers becomes the greatest of them.
        long width = Math.max(1, (long) (spread * rows));
        long to = from + width < from ? Long.MAX_VALUE : from + width;
        return switch (key) {
            case Value.Int64 _ when to > from -> Optional.of(new KeyRange(key, new Value.Int64(to)));
            case Value.Uuid _ when to > from ->
                    Optional.of(new KeyRange(key, new Value.Uuid(new UUID(to ^ Long.MIN_VALUE, -1L))));
            default -> Optional.empty();
        };
    }

    /** That the column is in the range. */
    List<String> conditions(String column) {
        return List.of(Filters.compare(column, "gt", after), Filters.compare(column, "lte", last));
    }

    private static long number(Value key) {
        return switch (key) {
            case Value.Int64(long number) -> number;
            // PostgreSQL orders them by their bytes, unsigned.
            case Value.Uuid(UUID uuid) -> uuid.getMostSignificantBits() ^ Long.MIN_VALUE;
            default -> throw new IllegalArgumentException("no key that can be counted: " + key.text());
        };
    }
}
