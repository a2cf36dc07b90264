package dev.tidemark.postgres.wire;

import dev.tidemark.domain.schema.ValueType.Kind;

/** How the cells of a PostgreSQL type stand in binary COPY, and what they are in flight: the opcode of a column. */
public enum WireType {
    BOOL(Kind.BOOLEAN),
    INT2(Kind.INT64),
    INT4(Kind.INT64),
    /** Unsigned 32 bits. */
    OID(Kind.INT64),
    INT8(Kind.INT64),
    FLOAT4(Kind.FLOAT64),
    FLOAT8(Kind.FLOAT64),
    /** Base-10000 digits with a display scale. */
    NUMERIC(Kind.DECIMAL),
    /** Days since 2000-01-01. */
    DATE(Kind.DATE),
    /** Microseconds since midnight. */
    TIME(Kind.TIME),
    /** Microseconds since 2000-01-01. */
    TIMESTAMP(Kind.TIMESTAMP),
    /** Microseconds since 2000-01-01 UTC. */
    TIMESTAMPTZ(Kind.TIMESTAMPTZ),
    /** Any type whose binary form is its text: text, varchar, char, name, enums, citext. */
    TEXT(Kind.TEXT),
    BYTEA(Kind.BYTES),
    JSON(Kind.JSON),
    /** A version byte, then the text. */
    JSONB(Kind.JSON),
    UUID(Kind.UUID),
    /** Everything else: cast to and from text by the server. */
    NATIVE(Kind.NATIVE);

    private final Kind kind;

    WireType(Kind kind) {
        this.kind = kind;
    }

    /** What the cells are in flight. */
    public Kind kind() {
        return kind;
    }
}
