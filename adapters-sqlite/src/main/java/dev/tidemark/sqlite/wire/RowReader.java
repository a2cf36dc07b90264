package dev.tidemark.sqlite.wire;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.row.PlainTimestamp;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.sqlite.driver.StorageClass;
import dev.tidemark.sqlite.driver.StoredRow;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows as a plan wants them: each cell by its own storage class, converted exactly to its column's type, or the
 * row is refused and {@link #found} tells what it holds. Not thread-safe.
 *
 * <p>Exact means that nothing is lost: {@code '12'}, {@code '12.0'} and {@code 3.0} are integers, {@code 3.7},
 * {@code ''} and negative zero are not; an integer is a double where the double is that integer; text is valid in the
 * file's encoding; a number is a time only where the plan says so.
 */
public final class RowReader {
    private final List<ReadColumn> columns;
    private final Kind[] kinds;
    private final TimeEncoding[] times;
    /** Where each column stands in the query; -1 for a constant. */
    private final int[] indexes;
    /** The storage class in which a cell is taken as it is; 0 where it is looked at. */
    private final int[] wanted;
    private final TextEncoding encoding;
    private final RowType type;
    private int refused = -1;

    /**
     * @param columns the columns of the rows; the query returns the stored ones in this order
     * @param first where in the query the first of them stands
     */
    public RowReader(List<ReadColumn> columns, int first, TextEncoding encoding) {
        this.columns = List.copyOf(columns);
        this.encoding = encoding;
        this.kinds = columns.stream().map(column -> column.type().kind()).toArray(Kind[]::new);
        this.times = new TimeEncoding[kinds.length];
        this.indexes = new int[kinds.length];
        this.wanted = new int[kinds.length];
        int next = first;
        for (int column = 0; column < kinds.length; column++) {
            boolean stored = columns.get(column) instanceof ReadColumn.Stored;
            indexes[column] = stored ? next++ : -1;
            times[column] = columns.get(column) instanceof ReadColumn.Stored(_, _, TimeEncoding time)
                    ? time
                    : TimeEncoding.NATURAL;
            wanted[column] = stored ? plain(kinds[column]) : 0;
        }
        this.type = new RowType(columns.stream().map(ReadColumn::name).toList(),
                columns.stream().map(ReadColumn::type).toList());
    }

    /** The storage class of which a cell of this kind is an exact copy; none where there are rules. */
    private int plain(Kind kind) {
        return switch (kind) {
            case INT64 -> StorageClass.INTEGER;
            case FLOAT64 -> StorageClass.REAL;
            case TEXT, NATIVE -> encoding == TextEncoding.UTF_8 ? StorageClass.TEXT : 0;
            case BYTES, BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, DECIMAL, JSON, UUID -> 0;
        };
    }

    /** The columns of the rows. */
    public RowType type() {
        return type;
    }

    /**
     * Adds the row on which the query stands, whole.
     *
     * @return false if a cell has no exact form in its column's type; the row is then not added
     */
    public boolean read(StoredRow row, RowBatch.Builder out) throws SQLException {
        int column = 0;
        while (column < kinds.length) {
            int from = out.heapPosition();
            int next = row.addWanted(indexes, wanted, column, out);
            if (!Utf8.isValid(out.reserve(0), from, out.heapPosition() - from)) {
                out.dropRow();
                return readEachCell(row, out);
            }
            column = next;
            if (column < kinds.length && !cell(row, column++, out)) {
                return refuse(column - 1, out);
            }
        }
        out.endRow();
        return true;
    }

    /** Finds the cell to blame: of texts that were looked at together, one is not valid. */
    private boolean readEachCell(StoredRow row, RowBatch.Builder out) throws SQLException {
        for (int column = 0; column < kinds.length; column++) {
            if (!cell(row, column, out)) {
                return refuse(column, out);
            }
        }
        out.endRow();
        return true;
    }

    private boolean refuse(int column, RowBatch.Builder out) {
        refused = column;
        out.dropRow();
        return false;
    }

    /** Why the last row was refused, for a person. */
    public String refusal(StoredRow row) throws SQLException {
        int index = indexes[refused];
        int found = row.storageClass(index);
        String text = described(row, index, found);
        String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return "column " + type.names().get(refused) + " holds the " + StorageClass.name(found) + " " + shown
                + ", which has no exact form as " + type.types().get(refused);
    }

    private String described(StoredRow row, int index, int found) throws SQLException {
        Value value = asFound(row, index, found);
        return switch (value) {
            case Value.Text(String text) -> "'" + text + "'";
            case Value.Bytes(byte[] bytes) when found == StorageClass.TEXT -> "x'" + HexFormat.of().formatHex(bytes)
                    + "' (not a text in " + encoding.name().replace('_', '-') + ")";
            default -> value.text();
        };
    }

    /** The refused row, whole: cells without an exact form as what they are, with the type of that. */
    public Row found(StoredRow row) throws SQLException {
        List<ValueType> types = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int column = 0; column < kinds.length; column++) {
            RowType one = new RowType(List.of(type.names().get(column)), List.of(type.types().get(column)));
            RowBatch.Builder cell = new RowBatch.Builder(one, 1);
            boolean exact = cell(row, column, cell);
            Value value;
            if (exact) {
                cell.endRow();
                value = cell.build().value(0, 0);
            } else {
                value = asFound(row, indexes[column], row.storageClass(indexes[column]));
            }
            types.add(exact ? type.types().get(column) : typeOf(value));
            values.add(value);
        }
        return new Row(new RowType(type.names(), types), values);
    }

    private static ValueType typeOf(Value value) {
        return switch (value) {
            case Value.Int64 _ -> ValueType.INT64;
            case Value.Float64 _ -> ValueType.FLOAT64;
            case Value.Bytes _ -> ValueType.BYTES;
            default -> ValueType.TEXT;
        };
    }

    private Value asFound(StoredRow row, int index, int found) throws SQLException {
        return switch (found) {
            case StorageClass.INTEGER -> new Value.Int64(row.integer(index));
            case StorageClass.REAL -> new Value.Float64(row.real(index));
            case StorageClass.TEXT -> {
                byte[] stored = row.bytes(index);
                byte[] utf8 = encoding.toUtf8(stored);
                yield utf8 == null ? new Value.Bytes(stored) : new Value.Text(new String(utf8, StandardCharsets.UTF_8));
            }
            case StorageClass.BLOB -> new Value.Bytes(row.bytes(index));
            default -> Value.Null.NULL;
        };
    }

    private boolean cell(StoredRow row, int column, RowBatch.Builder out) throws SQLException {
        if (indexes[column] < 0) {
            out.add(((ReadColumn.Constant) columns.get(column)).value());
            return true;
        }
        int index = indexes[column];
        int found = row.storageClass(index);
        if (found == StorageClass.NULL) {
            out.addNull();
            return true;
        }
        return switch (kinds[column]) {
            case INT64 -> int64(row, index, found, out);
            case FLOAT64 -> float64(row, index, found, out);
            case TEXT, NATIVE -> text(row, index, found, out);
            case BYTES -> found == StorageClass.BLOB && copied(row.copy(index, out), out);
            case BOOLEAN -> bool(row, index, found, out);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> time(row, index, found, column, out);
            case DECIMAL -> decimal(row, index, found, out);
            case JSON -> json(row, index, found, out);
            case UUID -> uuid(row, index, found, out);
        };
    }

    private boolean int64(StoredRow row, int index, int found, RowBatch.Builder out) throws SQLException {
        return switch (found) {
            case StorageClass.INTEGER -> slot(row.integer(index), out);
            case StorageClass.REAL -> slot(Numbers.int64(row.real(index)), out);
            case StorageClass.TEXT -> {
                byte[] text = utf8(row, index);
                yield text != null && slot(Numbers.int64(text), out);
            }
            default -> false;
        };
    }

    private boolean float64(StoredRow row, int index, int found, RowBatch.Builder out) throws SQLException {
        return switch (found) {
            case StorageClass.REAL -> slot(Double.doubleToRawLongBits(row.real(index)), out);
            case StorageClass.INTEGER -> real(Numbers.float64(row.integer(index)), out);
            case StorageClass.TEXT -> {
                byte[] text = utf8(row, index);
                yield text != null && real(Numbers.float64(text), out);
            }
            default -> false;
        };
    }

    private boolean text(StoredRow row, int index, int found, RowBatch.Builder out) throws SQLException {
        return switch (found) {
            case StorageClass.TEXT -> wellFormed(row, index, out);
            case StorageClass.INTEGER -> heap(Numbers.bytes(Long.toString(row.integer(index))), out);
            case StorageClass.REAL -> heap(Numbers.bytes(Numbers.text(row.real(index))), out);
            default -> false;
        };
    }

    private boolean bool(StoredRow row, int index, int found, RowBatch.Builder out) throws SQLException {
        return switch (found) {
            case StorageClass.INTEGER -> {
                long number = row.integer(index);
                yield (number == 0 || number == 1) && slot(number, out);
            }
            case StorageClass.REAL -> {
                OptionalLong number = Numbers.int64(row.real(index));
                yield number.isPresent() && (number.getAsLong() == 0 || number.getAsLong() == 1) && slot(number, out);
            }
            case StorageClass.TEXT -> {
                byte[] text = utf8(row, index);
                yield text != null && slot(truth(text), out);
            }
            default -> false;
        };
    }

    private static OptionalLong truth(byte[] text) {
        if (text.length > 5) {
            return OptionalLong.empty();
        }
        return switch (new String(text, StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT)) {
            case "t", "true", "1" -> OptionalLong.of(1);
            case "f", "false", "0" -> OptionalLong.of(0);
            default -> OptionalLong.empty();
        };
    }

    private boolean time(StoredRow row, int index, int found, int column, RowBatch.Builder out) throws SQLException {
        Kind kind = kinds[column];
        TimeEncoding time = times[column];
        Optional<BigDecimal> number = Optional.empty();
        if (found == StorageClass.TEXT) {
            if (encoding == TextEncoding.UTF_8) {
                // Read where the next cell will stand, so that no array is made for it. A time is ASCII, thus valid.
                int length = row.copy(index, out);
                int from = out.heapPosition();
                long plain = Times.plain(kind, out.reserve(0), from, from + length);
                if (plain != PlainTimestamp.OTHER) {
                    return slot(plain, out);
                }
                OptionalLong slot = Times.parse(kind, out.reserve(0), from, from + length);
                if (slot.isPresent()) {
                    return slot(slot, out);
                }
            }
            byte[] text = utf8(row, index);
            if (text == null) {
                return false;
            }
            OptionalLong slot = Times.parse(kind, text, 0, text.length);
            if (slot.isPresent()) {
                return slot(slot, out);
            }
            number = time == TimeEncoding.NATURAL ? number : Numbers.number(text);
        } else if (time != TimeEncoding.NATURAL && found == StorageClass.INTEGER) {
            number = Optional.of(BigDecimal.valueOf(row.integer(index)));
        } else if (time != TimeEncoding.NATURAL && found == StorageClass.REAL && Double.isFinite(row.real(index))) {
            number = Optional.of(BigDecimal.valueOf(row.real(index)));
        }
        return number.isPresent() && slot(Times.slot(kind, time, number.get()), out);
    }

    private boolean decimal(StoredRow row, int index, int found, RowBatch.Builder out) throws SQLException {
        return switch (found) {
            case StorageClass.INTEGER -> heap(Numbers.bytes(Long.toString(row.integer(index))), out);
            case StorageClass.REAL -> heap(Numbers.decimal(row.real(index)).orElse(null), out);
            case StorageClass.TEXT -> {
                byte[] text = utf8(row, index);
                yield text != null && heap(Numbers.decimal(text).orElse(null), out);
            }
            default -> false;
        };
    }

    private boolean json(StoredRow row, int index, int found, RowBatch.Builder out) throws SQLException {
        return switch (found) {
            case StorageClass.TEXT -> {
                byte[] text = utf8(row, index);
                yield text != null && JsonGrammar.isValid(text) && heap(text, out);
            }
            case StorageClass.INTEGER -> heap(Numbers.bytes(Long.toString(row.integer(index))), out);
            case StorageClass.REAL -> {
                double number = row.real(index);
                yield Double.isFinite(number) && heap(Numbers.bytes(Numbers.text(number)), out);
            }
            default -> false;
        };
    }

    private boolean uuid(StoredRow row, int index, int found, RowBatch.Builder out) throws SQLException {
        byte[] bytes = row.bytes(index);
        if (found == StorageClass.BLOB) {
            return bytes.length == 2 * Long.BYTES && heap(bytes, out);
        }
        byte[] text = found == StorageClass.TEXT ? encoding.toUtf8(bytes) : null;
        return text != null && heap(Uuids.parse(text).orElse(null), out);
    }

    /** Takes a text as it is, if it is one. */
    private boolean wellFormed(StoredRow row, int index, RowBatch.Builder out) throws SQLException {
        if (encoding != TextEncoding.UTF_8) {
            return heap(utf8(row, index), out);
        }
        int length = row.copy(index, out);
        return Utf8.isValid(out.reserve(0), out.heapPosition(), length) && copied(length, out);
    }

    /** Makes a cell of the bytes that were copied to the heap. */
    private static boolean copied(int length, RowBatch.Builder out) {
        out.addReserved(length);
        return true;
    }

    private byte @Nullable [] utf8(StoredRow row, int index) throws SQLException {
        return encoding.toUtf8(row.bytes(index));
    }

    private static boolean slot(long slot, RowBatch.Builder out) {
        out.addSlot(slot);
        return true;
    }

    private static boolean slot(OptionalLong slot, RowBatch.Builder out) {
        slot.ifPresent(out::addSlot);
        return slot.isPresent();
    }

    private static boolean real(OptionalDouble number, RowBatch.Builder out) {
        number.ifPresent(out::addFloat64);
        return number.isPresent();
    }

    private static boolean heap(byte @Nullable [] bytes, RowBatch.Builder out) {
        if (bytes == null) {
            return false;
        }
        out.addHeap(bytes);
        return true;
    }
}
