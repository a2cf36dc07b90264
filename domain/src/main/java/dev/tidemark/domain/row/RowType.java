package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Layout;
import java.util.List;

/**
 * The columns of a {@link RowBatch}: their names and what their cells hold.
 *
 * @param names unique, in the order of the cells
 * @param types one for each name
 */
public record RowType(List<String> names, List<ValueType> types) {
    public RowType {
        names = List.copyOf(names);
        types = List.copyOf(types);
        if (names.size() != types.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + types.size() + " types");
        }
    }

    /** The number of columns. */
    public int width() {
        return names.size();
    }

    public ValueType.Kind kind(int column) {
        return types.get(column).kind();
    }

    /** Which columns keep their cells in the heap. */
    boolean[] inHeap() {
        boolean[] inHeap = new boolean[width()];
        for (int column = 0; column < inHeap.length; column++) {
            inHeap[column] = kind(column).layout() == Layout.HEAP;
        }
        return inHeap;
    }

    /** Where each of the columns stands, in the order given. */
    public int[] indexesOf(List<String> columns) {
        return columns.stream().mapToInt(this::indexOf).toArray();
    }

    /** Where the column stands. */
    public int indexOf(String column) {
        int index = names.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + column + " in " + names);
        }
        return index;
    }

    /** Only these columns, in the order given. */
    public RowType select(List<String> columns) {
        return new RowType(columns, columns.stream().map(column -> types.get(indexOf(column))).toList());
    }
}
