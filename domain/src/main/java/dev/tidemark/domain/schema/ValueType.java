package dev.tidemark.domain.schema;

/**
 * The type of a column in flight, and with it the meaning and the layout of its cells in a
 * {@link dev.tidemark.domain.row.RowBatch}.
 *
 * @param kind what the cells hold
 * @param name the store's own name of the type for {@link Kind#NATIVE}, otherwise empty
 */
public record ValueType(Kind kind, String name) {
    public static final ValueType BOOLEAN = new ValueType(Kind.BOOLEAN, "");
    public static final ValueType INT64 = new ValueType(Kind.INT64, "");
    public static final ValueType FLOAT64 = new ValueType(Kind.FLOAT64, "");
    public static final ValueType DATE = new ValueType(Kind.DATE, "");
    public static final ValueType TIME = new ValueType(Kind.TIME, "");
    public static final ValueType TIMESTAMP = new ValueType(Kind.TIMESTAMP, "");
    public static final ValueType TIMESTAMPTZ = new ValueType(Kind.TIMESTAMPTZ, "");
    public static final ValueType TEXT = new ValueType(Kind.TEXT, "");
    public static final ValueType BYTES = new ValueType(Kind.BYTES, "");
    public static final ValueType DECIMAL = new ValueType(Kind.DECIMAL, "");
    public static final ValueType JSON = new ValueType(Kind.JSON, "");
    public static final ValueType UUID = new ValueType(Kind.UUID, "");

    public ValueType {
        if ((kind == Kind.NATIVE) == name.isEmpty()) {
            throw new IllegalArgumentException("only a native type has a name: " + kind + " '" + name + "'");
        }
    }

    /** A type that only its own store knows (an array, a range, an enum, inet), carried as its canonical text. */
    public static ValueType ofNative(String name) {
        return new ValueType(Kind.NATIVE, name);
    }

    @Override
    public String toString() {
        return kind == Kind.NATIVE ? "NATIVE(" + name + ")" : kind.name();
    }

    /** Where a cell is kept: in its 8-byte slot, or in the batch's byte heap. */
    public enum Layout {
        SLOT, HEAP
    }

    /** What the cells of a column hold, and in which unit. */
    public enum Kind {
        /** Slot: 1 or 0. */
        BOOLEAN(Layout.SLOT),
        /** Slot: a signed 64-bit integer. */
        INT64(Layout.SLOT),
        /** Slot: the bits of an IEEE 754 double, NaN and negative zero included. */
        FLOAT64(Layout.SLOT),
        /** Slot: days since 1970-01-01, proleptic Gregorian; see {@code IsoText} for infinity. */
        DATE(Layout.SLOT),
        /** Slot: microseconds since midnight, 24:00 included. */
        TIME(Layout.SLOT),
        /** Slot: microseconds since 1970-01-01T00:00 on a clock without a zone. */
        TIMESTAMP(Layout.SLOT),
        /** Slot: microseconds since 1970-01-01T00:00Z. */
        TIMESTAMPTZ(Layout.SLOT),
        /** Heap: valid UTF-8. */
        TEXT(Layout.HEAP),
        /** Heap: any bytes. */
        BYTES(Layout.HEAP),
        /** Heap: plain ASCII digits as {@code BigDecimal.toPlainString} writes them, with their scale; or NaN, Infinity, -Infinity. */
        DECIMAL(Layout.HEAP),
        /** Heap: JSON text in UTF-8, as the store gave it. */
        JSON(Layout.HEAP),
        /** Heap: 16 bytes, big-endian. */
        UUID(Layout.HEAP),
        /** Heap: the canonical text of a type that only its store knows, in UTF-8. */
        NATIVE(Layout.HEAP);

        private final Layout layout;

        Kind(Layout layout) {
            this.layout = layout;
        }

        public Layout layout() {
            return layout;
        }
    }
}
