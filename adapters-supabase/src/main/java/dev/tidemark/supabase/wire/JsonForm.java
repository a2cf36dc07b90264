package dev.tidemark.supabase.wire;

import dev.tidemark.domain.schema.ValueType.Kind;

/** How the cells of a column stand in the JSON that is sent: the opcode of a column. */
public enum JsonForm {
    BOOLEAN(Kind.BOOLEAN),
    SMALLINT(Kind.INT64),
    INTEGER(Kind.INT64),
    BIGINT(Kind.INT64),
    /** A float of four bytes. */
    REAL(Kind.FLOAT64),
    DOUBLE(Kind.FLOAT64),
    NUMERIC(Kind.DECIMAL),
    DATE(Kind.DATE),
    TIME(Kind.TIME),
    TIMESTAMP(Kind.TIMESTAMP),
    TIMESTAMPTZ(Kind.TIMESTAMPTZ),
    TEXT(Kind.TEXT),
    BYTEA(Kind.BYTES),
    /** Embedded as it is. */
    JSON(Kind.JSON),
    UUID(Kind.UUID),
    /** The text of a type that only PostgreSQL knows. */
    NATIVE(Kind.NATIVE);

    private final Kind kind;

    JsonForm(Kind kind) {
        this.kind = kind;
    }

    /** What the cells are in flight. */
    public Kind kind() {
        return kind;
    }
}
