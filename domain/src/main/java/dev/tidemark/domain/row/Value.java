package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType;
import java.util.HexFormat;

/** One cell, boxed: for rejects, cursors, logs and tests. The hot path reads {@link RowBatch} directly. */
public sealed interface Value {

    /** The cell as a person reads it: bytes as {@code \x} and hex digits, times as ISO text, NULL as {@code NULL}. */
    String text();

    /** No value. */
    record Null() implements Value {
        public static final Null NULL = new Null();

        @Override
        public String text() {
            return "NULL";
        }
    }

    record Bool(boolean value) implements Value {
        @Override
        public String text() {
            return Boolean.toString(value);
        }
    }

    record Int64(long value) implements Value {
        @Override
        public String text() {
            return Long.toString(value);
        }
    }

    record Float64(double value) implements Value {
        @Override
        public String text() {
            return Double.toString(value);
        }
    }

    /** Days since 1970-01-01. */
    record Date(long epochDay) implements Value {
        @Override
        public String text() {
            return IsoText.date(epochDay);
        }
    }

    /** Microseconds since midnight. */
    record Time(long micros) implements Value {
        @Override
        public String text() {
            return IsoText.time(micros);
        }
    }

    /** Microseconds since 1970-01-01T00:00 on a clock without a zone. */
    record Timestamp(long micros) implements Value {
        @Override
        public String text() {
            return IsoText.timestamp(micros);
        }
    }

    /** Microseconds since 1970-01-01T00:00Z. */
    record TimestampTz(long micros) implements Value {
        @Override
        public String text() {
            return IsoText.timestamptz(micros);
        }
    }

    record Text(String text) implements Value {
    }

    /** Any bytes; equal by content. */
    record Bytes(byte[] bytes) implements Value {
        @Override
        public String text() {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes(byte[] theirs) && java.util.Arrays.equals(bytes, theirs);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bytes[" + text() + "]";
        }
    }

    /** Plain digits with their scale, or NaN, Infinity, -Infinity. */
    record Decimal(String text) implements Value {
    }

    record Json(String text) implements Value {
    }

    record Uuid(java.util.UUID value) implements Value {
        @Override
        public String text() {
            return value.toString();
        }
    }

    /** The canonical text of a type that only its store knows. */
    record Native(ValueType type, String text) implements Value {
    }
}
