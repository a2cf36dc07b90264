package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType.Layout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Rows in flight: immutable, row-major, one 8-byte slot and one null bit a cell, and one byte heap for what does not
 * fit a slot. There is no object a cell, because the objects cost more than the driver that reads them.
 *
 * <p>What a slot holds follows from the column's {@link dev.tidemark.domain.schema.ValueType.Kind}; the slot of a heap
 * cell is its offset and length in {@link #heap()}. The slot of a NULL is 0. Slices share the arrays of their batch.
 */
public final class RowBatch {
    private final RowType type;
    /** Here as well, for every look at a cell needs it. */
    private final int width;
    private final long[] slots;
    private final long[] nulls;
    private final byte[] heap;
    private final int from;
    private final int size;

    private RowBatch(RowType type, long[] slots, long[] nulls, byte[] heap, int from, int size) {
        this.type = type;
        this.width = type.width();
        this.slots = slots;
        this.nulls = nulls;
        this.heap = heap;
        this.from = from;
        this.size = size;
    }

    /** A batch without rows. */
    public static RowBatch empty(RowType type) {
        return new Builder(type, 0).build();
    }

    public RowType type() {
        return type;
    }

    /** The number of rows. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean isNull(int row, int column) {
        return isSet(nulls, cell(row, column));
    }

    /** The slot of the cell, in the unit of its kind. */
    public long slot(int row, int column) {
        return slots[cell(row, column)];
    }

    /** The slot of a FLOAT64 cell. */
    public double float64(int row, int column) {
        return Double.longBitsToDouble(slot(row, column));
    }

    /** The bytes of all heap cells; only for reading, and only where {@link #heapOffset} and {@link #heapLength} say. */
    public byte[] heap() {
        return heap;
    }

    public int heapOffset(int row, int column) {
        return (int) (slot(row, column) >>> 32);
    }

    public int heapLength(int row, int column) {
        return (int) slot(row, column);
    }

    /** The rows from {@code start}, inclusive, to {@code end}, exclusive; nothing is copied. */
    public RowBatch slice(int start, int end) {
        if (start < 0 || end < start || end > size) {
            throw new IndexOutOfBoundsException(start + ".." + end + " of " + size + " rows");
        }
        return start == 0 && end == size ? this : new RowBatch(type, slots, nulls, heap, from + start, end - start);
    }

    /** How much memory the rows take: 8 bytes a slot and the heap bytes in use. */
    public long bytes() {
        return (long) size * width * Long.BYTES + heapEnd() - heapStart();
    }

    public Row row(int row) {
        return new Row(type, java.util.stream.IntStream.range(0, type.width()).mapToObj(c -> value(row, c)).toList());
    }

    public Value value(int row, int column) {
        if (isNull(row, column)) {
            return Value.Null.NULL;
        }
        long slot = slot(row, column);
        return switch (type.kind(column)) {
            case BOOLEAN -> new Value.Bool(slot != 0);
            case INT64 -> new Value.Int64(slot);
            case FLOAT64 -> new Value.Float64(Double.longBitsToDouble(slot));
            case DATE -> new Value.Date(slot);
            case TIME -> new Value.Time(slot);
            case TIMESTAMP -> new Value.Timestamp(slot);
            case TIMESTAMPTZ -> new Value.TimestampTz(slot);
            case TEXT -> new Value.Text(utf8(row, column));
            case BYTES -> new Value.Bytes(bytes(row, column));
            case DECIMAL -> new Value.Decimal(utf8(row, column));
            case JSON -> new Value.Json(utf8(row, column));
            case UUID -> new Value.Uuid(uuid(row, column));
            case NATIVE -> new Value.Native(type.types().get(column), utf8(row, column));
        };
    }

    /** Where the first heap cell of these rows begins; their cells lie in the heap one after the other. */
    public int heapStart() {
        boolean[] inHeap = type.inHeap();
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < inHeap.length; column++) {
                if (inHeap[column] && !isNull(row, column)) {
                    return heapOffset(row, column);
                }
            }
        }
        return 0;
    }

    /** Where the last heap cell of these rows ends. */
    public int heapEnd() {
        boolean[] inHeap = type.inHeap();
        for (int row = size - 1; row >= 0; row--) {
            for (int column = inHeap.length - 1; column >= 0; column--) {
                if (inHeap[column] && !isNull(row, column)) {
                    return heapOffset(row, column) + heapLength(row, column);
                }
            }
        }
        return 0;
    }

    /** The slots of all cells, of this batch's rows and perhaps of others; only for reading. */
    long[] slots() {
        return slots;
    }

    /** One bit a cell, as the slots are ordered; only for reading. */
    long[] nulls() {
        return nulls;
    }

    /** Where the row's first cell is among {@link #slots}. */
    int firstCell(int row) {
        return (from + row) * width;
    }

    private byte[] bytes(int row, int column) {
        int offset = heapOffset(row, column);
        return Arrays.copyOfRange(heap, offset, offset + heapLength(row, column));
    }

    private String utf8(int row, int column) {
        return new String(heap, heapOffset(row, column), heapLength(row, column), StandardCharsets.UTF_8);
    }

    private UUID uuid(int row, int column) {
        int offset = heapOffset(row, column);
        return new UUID(BigEndian.getLong(heap, offset), BigEndian.getLong(heap, offset + Long.BYTES));
    }

    private int cell(int row, int column) {
        return firstCell(row) + column;
    }

    static boolean isSet(long[] bits, int index) {
        return (bits[index >>> 6] & 1L << index) != 0;
    }

    /**
     * Fills a batch cell by cell, left to right, row by row. A row counts once {@link #endRow} was called;
     * {@link #dropRow} forgets the row that was begun. Not thread-safe; after {@link #build} it starts a new batch.
     */
    public static final class Builder {
        private static final int BYTES_PER_HEAP_CELL = 24;
        private static final long[] NO_SLOTS = {};
        private static final byte[] NO_HEAP = {};

        private final RowType type;
        private final int width;
        private final boolean[] inHeap;
        private int cellsAtFirst;
        private int heapAtFirst;
        private long[] slots = NO_SLOTS;
        private long[] nulls = NO_SLOTS;
        private byte[] heap = NO_HEAP;
        private int rows;
        private int next;
        private int heapEnd;
        private int heapEndOfRow;

        /**
         * @param type the columns
         * @param expectedRows how much room to make at first; more rows make more room
         */
        public Builder(RowType type, int expectedRows) {
            this.type = type;
            this.width = type.width();
            this.inHeap = type.inHeap();
            long heapCells = type.types().stream().filter(t -> t.kind().layout() == Layout.HEAP).count();
            begin(expectedRows * width, (int) Math.min(1 << 20, expectedRows * heapCells * BYTES_PER_HEAP_CELL));
        }

        /** Makes room when the first cell comes, so that a builder which waits for its next page holds none. */
        private void begin(int cells, int heapBytes) {
            cellsAtFirst = cells;
            heapAtFirst = heapBytes;
            slots = NO_SLOTS;
            nulls = NO_SLOTS;
            heap = NO_HEAP;
            rows = 0;
            next = 0;
            heapEnd = 0;
            heapEndOfRow = 0;
        }

        /** The number of finished rows. */
        public int size() {
            return rows;
        }

        /** How much memory the finished rows take; see {@link RowBatch#bytes()}. */
        public long bytes() {
            return (long) rows * width * Long.BYTES + heapEndOfRow;
        }

        public void addNull() {
            if (next == slots.length) {
                growSlots();
            }
            nulls[next >>> 6] |= 1L << next;
            slots[next++] = 0;
        }

        /** Adds the slot of a BOOLEAN, INT64, DATE, TIME, TIMESTAMP or TIMESTAMPTZ. */
        public void addSlot(long slot) {
            if (next == slots.length) {
                growSlots();
            }
            slots[next++] = slot;
        }

        public void addFloat64(double value) {
            addSlot(Double.doubleToRawLongBits(value));
        }

        /** Adds a heap cell; the bytes are copied. */
        public void addHeap(byte[] source, int offset, int length) {
            System.arraycopy(source, offset, reserve(length), heapEnd, length);
            addReserved(length);
        }

        public void addHeap(byte[] source) {
            addHeap(source, 0, source.length);
        }

        public void addUtf8(String text) {
            addHeap(text.getBytes(StandardCharsets.UTF_8));
        }

        public void addUuid(UUID uuid) {
            byte[] target = reserve(2 * Long.BYTES);
            BigEndian.putLong(target, heapEnd, uuid.getMostSignificantBits());
            BigEndian.putLong(target, heapEnd + Long.BYTES, uuid.getLeastSignificantBits());
            addReserved(2 * Long.BYTES);
        }

        /** The heap with room for {@code length} bytes from {@link #heapPosition}; follow with {@link #addReserved}. */
        public byte[] reserve(int length) {
            if (heap.length - heapEnd < length) {
                growHeap(length);
            }
            return heap;
        }

        private void growHeap(int length) {
            long wanted = Math.max((long) heapEnd + length,
                    Math.min(Math.max(heap.length * 2L, heapAtFirst), Integer.MAX_VALUE - 8L));
            heap = Arrays.copyOf(heap, Math.toIntExact(wanted));
        }

        /** Where the next heap cell begins. */
        public int heapPosition() {
            return heapEnd;
        }

        /** Adds a heap cell of the bytes that were written at {@link #heapPosition}. */
        public void addReserved(int length) {
            addSlot((long) heapEnd << 32 | length);
            heapEnd += length;
        }

        /** Adds a boxed value; its kind must be the column's. */
        public void add(Value value) {
            switch (value) {
                case Value.Null _ -> addNull();
                case Value.Bool(boolean bool) -> addSlot(bool ? 1 : 0);
                case Value.Int64(long number) -> addSlot(number);
                case Value.Float64(double number) -> addFloat64(number);
                case Value.Date(long epochDay) -> addSlot(epochDay);
                case Value.Time(long micros) -> addSlot(micros);
                case Value.Timestamp(long micros) -> addSlot(micros);
                case Value.TimestampTz(long micros) -> addSlot(micros);
                case Value.Text(String text) -> addUtf8(text);
                case Value.Bytes(byte[] bytes) -> addHeap(bytes);
                case Value.Decimal(String digits) -> addUtf8(digits);
                case Value.Json(String json) -> addUtf8(json);
                case Value.Uuid(UUID uuid) -> addUuid(uuid);
                case Value.Native(_, String text) -> addUtf8(text);
            }
        }

        /** Copies a cell of another batch, whose column has the same kind. */
        public void addCell(RowBatch source, int row, int column) {
            if (source.isNull(row, column)) {
                addNull();
            } else if (source.type.kind(column).layout() == Layout.HEAP) {
                addHeap(source.heap, source.heapOffset(row, column), source.heapLength(row, column));
            } else {
                addSlot(source.slot(row, column));
            }
        }

        /** Finishes the row. */
        public void endRow() {
            if (next != (rows + 1) * width) {
                throw new IllegalStateException((next - rows * width) + " cells in a row of " + width);
            }
            rows++;
            heapEndOfRow = heapEnd;
        }

        /** Forgets the cells since the last finished row. */
        public void dropRow() {
            int first = rows * width;
            for (int cell = first; cell < next; cell++) {
                nulls[cell >>> 6] &= ~(1L << cell);
            }
            next = first;
            heapEnd = heapEndOfRow;
        }

        /** Copies a whole row of another batch with the same column kinds. */
        public void addRow(RowBatch source, int row) {
            for (int column = 0; column < width; column++) {
                addCell(source, row, column);
            }
            endRow();
        }

        /** Copies all rows of another batch with the same column kinds: the heap in one piece, the slots in one loop. */
        public void addRows(RowBatch source) {
            int first = source.heapStart();
            int length = source.heapEnd() - first;
            System.arraycopy(source.heap, first, reserve(length), heapEnd, length);
            long shift = (long) (heapEnd - first) << 32;
            int cell = source.from * width;
            for (int row = 0; row < source.size; row++) {
                for (int column = 0; column < width; column++, cell++) {
                    if (isSet(source.nulls, cell)) {
                        addNull();
                    } else {
                        addSlot(inHeap[column] ? source.slots[cell] + shift : source.slots[cell]);
                    }
                }
                rows++;
            }
            heapEnd += length;
            heapEndOfRow = heapEnd;
        }

        /** The finished rows; the builder hands its arrays over and starts anew. */
        public RowBatch build() {
            dropRow();
            RowBatch batch = new RowBatch(type, slots, nulls, heap, 0, rows);
            // Pages are cut by their bytes, so that the next may have some more rows: room for these is cheaper than a copy.
            int next = (Math.max(rows, 1) + (rows >>> 3)) * width;
            begin(Math.min(slots.length, next), Math.min(heap.length, heapEndOfRow + (heapEndOfRow >>> 3)));
            return batch;
        }

        /** Apart from those who ask whether it must be, who are small enough to be inlined by every compiler. */
        private void growSlots() {
            int cells = Math.max(Math.max(width, cellsAtFirst), Math.toIntExact(slots.length * 2L));
            slots = Arrays.copyOf(slots, cells);
            nulls = Arrays.copyOf(nulls, (cells >>> 6) + 1);
        }
    }
}
