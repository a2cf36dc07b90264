package dev.tidemark.supabase.wire;

import dev.tidemark.domain.schema.ValueType;

/**
 * A member of the objects that are read.
 *
 * @param key its name there
 * @param type what its cells are
 * @param form how the server writes them
 */
public record JsonColumn(String key, ValueType type, Form form) {

    /** A member in the form that is usual for its type. */
    public static JsonColumn of(String key, ValueType type) {
        return new JsonColumn(key, type, switch (type.kind()) {
            case BOOLEAN -> Form.BOOLEAN;
            case INT64 -> Form.INTEGER;
            case FLOAT64 -> Form.DOUBLE;
            case DECIMAL -> Form.DIGITS;
            case DATE -> Form.DATE;
            case TIME -> Form.TIME;
            case TIMESTAMP -> Form.TIMESTAMP;
            case TIMESTAMPTZ -> Form.TIMESTAMPTZ;
            case BYTES -> Form.HEX;
            case UUID -> Form.UUID;
            case TEXT, JSON, NATIVE -> Form.TEXT;
        });
    }

    /** A member of type {@code real}: the digits name a float, and the cell is the double of the same value. */
    public static JsonColumn real(String key) {
        return new JsonColumn(key, ValueType.FLOAT64, Form.REAL);
    }

    /** How the server writes a value. */
    public enum Form {
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** Digits; an {@code oid} in quotes. */
        INTEGER,
        /** The shortest digits that name a float of 32 bits; or a text for NaN and the infinities. */
        REAL,
        /** The shortest digits that name a double; or a text for NaN and the infinities. */
        DOUBLE,
        /** All digits of a {@code numeric}; or a text for NaN and the infinities. */
        DIGITS,
        /** An ISO date, {@code infinity}, or one before Christ with {@code BC} behind it. */
        DATE,
        /** {@code 12:34:56.789}. */
        TIME,
        /** An ISO date and time with a {@code T}, else as a date. */
        TIMESTAMP,
        /** A timestamp with its offset. */
        TIMESTAMPTZ,
        /** A text, or, of a column cast to one, the text of its value. */
        TEXT,
        /** {@code \x} and hex digits. */
        HEX,
        /** 36 characters. */
        UUID
    }
}
