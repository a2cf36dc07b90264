package dev.tidemark.domain.engine;

import java.util.List;

/**
 * A row in which source and sink differ, for a person.
 *
 * @param kind on which side it is
 * @param key the row's key, such as {@code id=7}; the whole row where there is no key
 * @param cells the columns that differ; of a row that one side lacks, all columns of the other side;
 *     of an unreadable row, the values that do not fit, or under an empty name what the store said
 */
public record RowDifference(Kind kind, String key, List<Cell> cells) {
    public RowDifference {
        cells = List.copyOf(cells);
    }

    /** On which side a row is. */
    public enum Kind {
        /** Only the source has it: a push inserts it. */
        MISSING,
        /** Only the sink has it: a push that deletes orphans deletes it. */
        EXTRA,
        /** Both have it, with other values: a push updates it. */
        DIFFERENT,
        /** One side has it, in a form that has no exact one in the types that are compared. */
        UNREADABLE;

        /** As users read it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A column of the row.
     *
     * @param column the sink's name of it
     * @param source what the source holds, as text; {@code NULL} for NULL, empty where the source lacks the row
     * @param sink what the sink holds, likewise
     */
    public record Cell(String column, String source, String sink) {
    }
}
