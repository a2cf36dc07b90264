package dev.tidemark.domain.schema;

import java.util.List;

/**
 * A reference from columns of one table to the key of a table in the same store; self-references included.
 *
 * @param columns the referring columns, in the order of {@code targetColumns}
 * @param target the table referred to
 * @param targetColumns the columns referred to
 * @param onDelete what the store does to the referring row, as SQL writes it, such as {@code CASCADE} or {@code NO ACTION}
 */
public record ForeignKey(List<String> columns, TableName target, List<String> targetColumns, String onDelete) {
    public ForeignKey {
        columns = List.copyOf(columns);
        targetColumns = List.copyOf(targetColumns);
        if (columns.isEmpty() || columns.size() != targetColumns.size()) {
            throw new IllegalArgumentException("a foreign key pairs columns: " + columns + " -> " + targetColumns);
        }
    }
}
