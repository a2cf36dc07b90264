package dev.tidemark.domain.schema;

/**
 * The name of a table or view inside the one schema that a store was opened for, exactly as the store spells it.
 *
 * @param name the unquoted name; case and every character count
 */
public record TableName(String name) implements Comparable<TableName> {
    public TableName {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a table name is empty");
        }
    }

    @Override
    public int compareTo(TableName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
