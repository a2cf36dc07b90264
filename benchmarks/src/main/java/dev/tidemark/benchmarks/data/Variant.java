package dev.tidemark.benchmarks.data;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The data as it is, or as it is after somebody has worked with it. */
public enum Variant {
    BASE,
    /** 1 % of the rows changed, each far from the next. */
    SCATTERED,
    /** The last 1 % of the rows changed. */
    CLUSTERED,
    /** 1 % of the rows gone, and as many new ones. */
    INSERTED_DELETED,
    /** Every row changed. */
    ALL;

    private static final int PERCENT = 100;
    private static final int SCATTERED_REST = 37;
    private static final int DELETED_REST = 41;
    private static final long DAY = 86_400_000_000L;

    /** Part of file names. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean changes(long number, long rows) {
        return switch (this) {
            case BASE, INSERTED_DELETED -> false;
            case SCATTERED -> number % PERCENT == SCATTERED_REST;
            case CLUSTERED -> number > rows - rows / PERCENT;
            case ALL -> true;
        };
    }

    /** Rows that are new, gone or otherwise than in {@link #BASE}. */
    public long changed(long rows) {
        long count = 0;
        for (long number = 1; number <= last(rows); number++) {
            count += (number > rows ? has(number) : !has(number) || changes(number, rows)) ? 1 : 0;
        }
        return count;
    }

    /** The highest number of a row. */
    public long last(long rows) {
        return this == INSERTED_DELETED ? rows + rows / PERCENT : rows;
    }

    public boolean has(long number) {
        return this != INSERTED_DELETED || number % PERCENT != DELETED_REST;
    }

    /** Another number, another text and a later time where there are such columns; the key stays. */
    static @Nullable Object[] changed(@Nullable Object[] row, DataTable table) {
        for (int i = 0; i < row.length; i++) {
            Field field = table.fields().get(i);
            Object value = row[i];
            if (value == null || table.key().contains(field.name()) || field.references() != null) {
                continue;
            }
            row[i] = switch (field.kind()) {
                case INTEGER -> (Long) value + 1;
                case REAL, BOOLEAN -> value;
                case TEXT -> field.optional() ? value + " (revised)" : value;
                case TIME -> (Long) value + DAY;
            };
        }
        return row;
    }
}
