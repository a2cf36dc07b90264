package dev.tidemark.supabase;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowEquality;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * How many digits behind the point each column of numbers or times keeps. PostgreSQL rounds what has more, REST does not tell
 * how many they are, and so it is tried: the row with the most goes first and alone, and shows what was kept of it.
 * Thread-safe.
 */
final class KeptDigits {
    private static final int NONE = Integer.MIN_VALUE;
    private static final int MICROS_DIGITS = 6;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private final WriteShape shape;
    private final int[] columns;
    /** As many are kept for sure. */
    private final int[] proven;
    /** As many, and more, are not. */
    private final int[] lost;

    KeptDigits(WriteShape shape) {
        this.shape = shape;
        this.columns = shape.targets().stream().filter(KeptDigits::mayRound).mapToInt(WriteShape.Target::from)
                .toArray();
        this.proven = new int[columns.length];
        this.lost = new int[columns.length];
        Arrays.fill(lost, Integer.MAX_VALUE);
        for (int i = 0; i < columns.length; i++) {
            // Whole seconds are always kept; of whole numbers, a negative scale may keep the hundreds only.
            proven[i] = shape.rows().kind(columns[i]) == Kind.DECIMAL ? NONE : 0;
        }
    }

    private static boolean mayRound(WriteShape.Target target) {
        return switch (target.column().type().kind()) {
            case DECIMAL, TIME, TIMESTAMP, TIMESTAMPTZ -> true;
            case BOOLEAN, INT64, FLOAT64, DATE, TEXT, BYTES, JSON, UUID, NATIVE -> false;
        };
    }

    /** The first of these rows with more digits than a column keeps, if there is one. */
    synchronized Optional<Refused> refusal(RowBatch rows, int[] sent) {
        for (int row : sent) {
            for (int i = 0; i < columns.length; i++) {
                if (digits(rows, row, columns[i]) >= lost[i]) {
                    return Optional.of(refused(rows, row, columns[i]));
                }
            }
        }
        return Optional.empty();
    }

    /** Those of these rows that have to be tried first: for each column the one with the most digits, unless so many are kept. */
    synchronized int[] unproven(RowBatch rows, int[] sent) {
        TreeSet<Integer> first = new TreeSet<>();
        for (int i = 0; i < columns.length; i++) {
            int most = proven[i];
            int finest = -1;
            for (int row : sent) {
                int digits = digits(rows, row, columns[i]);
                if (digits > most) {
                    most = digits;
                    finest = row;
                }
            }
            if (finest >= 0) {
                first.add(finest);
            }
        }
        return first.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Takes down what was kept of a row.
     *
     * @param kept the sink's row, in the same columns
     * @return why the row cannot be kept as it is, if a column rounded it
     */
    synchronized Optional<Refused> learn(RowBatch rows, int row, RowBatch kept, int keptRow) {
        Optional<Refused> refused = Optional.empty();
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            int digits = digits(rows, row, column);
            if (digits == NONE) {
                continue;
            }
            int keptDigits = RowEquality.equalCell(rows, row, kept, keptRow, column) ? digits
                    : roundedTo(rows.value(row, column), kept.value(keptRow, column), digits);
            proven[i] = Math.max(proven[i], keptDigits);
            if (keptDigits < digits) {
                boolean exact = shape.rows().kind(column) == Kind.DECIMAL && keptDigits >= 0;
                // A number shows its column's scale; of a time, zeros at its end may have been kept or not.
                lost[i] = Math.min(lost[i], exact ? keptDigits + 1 : digits);
                refused = refused.or(() -> Optional.of(refused(rows, row, column)));
            }
        }
        return refused;
    }

    private static int digits(RowBatch rows, int row, int column) {
        if (rows.isNull(row, column)) {
            return NONE;
        }
        if (rows.type().kind(column) != Kind.DECIMAL) {
            return digits(rows.slot(row, column));
        }
        return digits(rows.heap(), rows.heapOffset(row, column), rows.heapLength(row, column));
    }

    private static int digits(long micros) {
        if (micros == IsoText.INFINITY || micros == IsoText.NEGATIVE_INFINITY) {
            return NONE;
        }
        int digits = MICROS_DIGITS;
        while (digits > 0 && micros % POWERS_OF_TEN[MICROS_DIGITS - digits + 1] == 0) {
            digits--;
        }
        return digits;
    }

    /** Negative where zeros stand before the point. */
    private static int digits(byte[] heap, int offset, int length) {
        int point = length;
        int last = -1;
        for (int at = 0; at < length; at++) {
            byte next = heap[offset + at];
            if (next == '.') {
                point = at;
            } else if (next >= '1' && next <= '9') {
                last = at;
            } else if (next != '0' && next != '-') {
                return NONE;
            }
        }
        return last < 0 ? NONE : last < point ? last + 1 - point : last - point;
    }

    /** To how many digits the value was rounded; all that it has, if something else happened to it. */
    private static int roundedTo(Value sent, Value kept, int digits) {
        return switch (sent) {
            case Value.Decimal(String text) when kept instanceof Value.Decimal(String keptText) ->
                    roundedTo(text, keptText, digits);
            case Value.Time(long micros) when kept instanceof Value.Time(long keptMicros) ->
                    roundedTo(micros, keptMicros, digits);
            case Value.Timestamp(long micros) when kept instanceof Value.Timestamp(long keptMicros) ->
                    roundedTo(micros, keptMicros, digits);
            case Value.TimestampTz(long micros) when kept instanceof Value.TimestampTz(long keptMicros) ->
                    roundedTo(micros, keptMicros, digits);
            default -> digits;
        };
    }

    private static int roundedTo(String sent, String kept, int digits) {
        try {
            BigDecimal number = new BigDecimal(sent);
            BigDecimal shown = new BigDecimal(kept);
            if (number.setScale(shown.scale(), RoundingMode.HALF_UP).equals(shown)) {
                return shown.scale();
            }
            int scale = shown.stripTrailingZeros().scale();
            return number.setScale(scale, RoundingMode.HALF_UP).compareTo(shown) == 0 ? Math.min(scale, digits - 1)
                    : digits;
        } catch (NumberFormatException _) {
            return digits;
        }
    }

    private static int roundedTo(long sent, long kept, int digits) {
        for (int to = digits - 1; to >= 0; to--) {
            long unit = POWERS_OF_TEN[MICROS_DIGITS - to];
            if (kept % unit == 0 && Math.abs(kept - sent) * 2 <= unit) {
                return 0;
            }
        }
        return digits;
    }

    private Refused refused(RowBatch rows, int row, int column) {
        return new Refused(Reason.of(Reason.Kind.WOULD_CHANGE, shape.rows().names().get(column) + ": "
                + rows.value(row, column).text() + " has more digits than the column keeps"), OptionalInt.of(row));
    }
}
