package dev.tidemark.domain.plan;

import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;

/** A column of the rows that a source delivers. */
public sealed interface ReadColumn {

    /** The column's name in the rows, which is the source's own for a stored column. */
    String name();

    /** What the cells hold; the source converts each value to it exactly, or rejects the row. */
    ValueType type();

    /**
     * A column of the table.
     *
     * @param encoding how the store keeps it, if it is a time that the store keeps as a number
     */
    record Stored(String name, ValueType type, TimeEncoding encoding) implements ReadColumn {
        public Stored(String name, ValueType type) {
            this(name, type, TimeEncoding.NATURAL);
        }
    }

    /** A column that the table does not have, with one value for every row. */
    record Constant(String name, ValueType type, Value value) implements ReadColumn {
    }
}
