package dev.tidemark.postgres;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.postgres.wire.WireType;

/**
 * A column as the catalog describes it.
 *
 * @param column what the domain knows of it
 * @param domain whether its type is a domain
 * @param base its type, or what its domain is over
 * @param loose whether values that differ can be equal: citext, a nondeterministic collation
 */
record PostgresColumn(Column column, boolean domain, Base base, boolean loose) {

    /**
     * The type that the values are stored as.
     *
     * @param oid its number
     * @param typmod its modifier; -1 for none
     * @param name as SQL writes it, modifier included
     * @param plainName as SQL writes it, without modifier
     * @param collation of the column where it is not its type's usual one, as SQL writes it; otherwise empty
     * @param binary whether its collation orders texts by their code points, and so by their bytes in UTF-8
     * @param textual whether its binary form is its text although it is no built-in text type: enums, citext
     */
    record Base(long oid, int typmod, String name, String plainName, String collation, boolean binary,
            boolean textual) {
    }

    String name() {
        return column.name();
    }

    String declaredType() {
        return column.declaredType();
    }

    /** How it is read: a domain, like everything that has no form of its own, as text. */
    WireType readAs() {
        return domain ? WireType.NATIVE : PostgresTypes.wire(base.oid());
    }

    /** How it is written: what the domain is over, so that the server need not parse text. */
    WireType writtenAs() {
        return base.textual() ? WireType.TEXT : PostgresTypes.wire(base.oid());
    }

    boolean isComputed() {
        return column.generation() == Generation.COMPUTED;
    }

    boolean isNotNull() {
        return column.nullability() == Column.Nullability.NOT_NULL;
    }
}
