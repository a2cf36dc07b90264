package dev.tidemark.domain.port;

/**
 * Why a row was not taken.
 *
 * @param kind the family
 * @param code the store's own code, such as an SQLSTATE; empty if Tidemark itself decided
 * @param message for a person: which column, which value, what was expected
 */
public record Reason(Kind kind, String code, String message) {

    public static Reason of(Kind kind, String message) {
        return new Reason(kind, "", message);
    }

    /** The families of reasons, by what has to happen before the row lands. */
    public enum Kind {
        /** The value has no exact form in the column's type: {@code 'abc'} for a number, invalid UTF-8, a NUL in text. */
        NOT_EXACT("not-exact"),
        /** The sink would take the value and change it: scale, length, precision. */
        WOULD_CHANGE("would-change"),
        /** Another row of this pass has the same key in the sink. */
        SAME_KEY("same-key"),
        /** A column of the key is NULL, and the sink finds no row by it. */
        NULL_KEY("null-key"),
        /** NULL where the sink wants a value, or a CHECK that does not hold. */
        CONSTRAINT("constraint"),
        /** The row that it refers to is missing; may clear when that one is written. */
        FOREIGN_KEY("foreign-key"),
        /** Another row has the same value of another unique or exclusion constraint; may clear when that one is written. */
        UNIQUE("unique"),
        /** The sink took the row and did not keep it, as a trigger may do. */
        SKIPPED_BY_SINK("skipped-by-sink"),
        /** The source cannot read the row: a damaged page, an expression that fails. */
        UNREADABLE("unreadable"),
        /** The sink refused it for another reason. */
        REFUSED("refused");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As users read it, such as {@code would-change}. */
        public String word() {
            return word;
        }

        /** Whether writing other rows of the run may clear it, so that it is worth another try at the end. */
        public boolean mayClear() {
            return this == FOREIGN_KEY || this == UNIQUE;
        }
    }
}
