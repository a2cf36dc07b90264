package dev.tidemark.domain.schema;

import java.util.Optional;

/**
 * A column as its store describes it.
 *
 * @param name the unquoted name
 * @param type what its values are in flight
 * @param declaredType the type as the store itself writes it, modifiers included, such as {@code numeric(6,2)}; may be empty in SQLite
 * @param nullability whether the store accepts NULL here
 * @param defaultExpression the default in the dialect of its store, if there is one
 * @param generation who makes the value
 */
public record Column(String name, ValueType type, String declaredType, Nullability nullability,
        Optional<String> defaultExpression, Generation generation) {

    /** A nullable column without default that anybody may write. */
    public static Column of(String name, ValueType type, String declaredType) {
        return new Column(name, type, declaredType, Nullability.NULLABLE, Optional.empty(), Generation.NONE);
    }

    public Column withType(ValueType other) {
        return new Column(name, other, declaredType, nullability, defaultExpression, generation);
    }

    public Column notNull() {
        return new Column(name, type, declaredType, Nullability.NOT_NULL, defaultExpression, generation);
    }

    /** Whether NULL may stand in a column. */
    public enum Nullability {
        NULLABLE, NOT_NULL
    }

    /** Who makes the value of a column. */
    public enum Generation {
        /** The writer, or the default where the writer is silent. */
        NONE,
        /** The store computes it from other columns; it is read, and never written. */
        COMPUTED,
        /** The store counts it up unless the writer gives a value (identity BY DEFAULT, serial, INTEGER PRIMARY KEY). */
        IDENTITY_BY_DEFAULT,
        /** The store counts it up and insists (identity ALWAYS); a writer must override. */
        IDENTITY_ALWAYS
    }
}
