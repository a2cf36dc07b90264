package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Up to which block the next rows of a table without a key are asked for. Without such a bound the server sorts all the rest
 * of the table by its addresses for every page; within it (from version 14 on) it reads these blocks only.
 *
 * @see <a href="https://www.postgresql.org/docs/14/release-14.html">Allow efficient heap scanning of a range of TIDs</a>
 */
final class HeapWindow {
    private static final Pattern ADDRESS = Pattern.compile("\\((\\d+),\\d+\\)");

    private HeapWindow() {
    }

    /**
     * The address that no row of the window has, nor any behind it.
     *
     * @param read the rows that were read last, in their order
     * @param column that of their addresses
     * @param wanted how many rows the window should hold
     */
    static Value end(RowBatch read, int column, long wanted) {
        long first = block(read.value(0, column));
        long last = block(read.value(read.size() - 1, column));
        long blocks = wanted * (last - first + 1) / read.size() + 1;
        return new Value.Native(ValueType.ofNative("tid"), "(" + Math.min(last + blocks, (1L << 32) - 1) + ",0)");
    }

    private static long block(Value address) {
        Matcher parts = ADDRESS.matcher(address.text());
        if (!parts.matches()) {
            throw new IllegalStateException("no address of a row: " + address.text());
        }
        return Long.parseLong(parts.group(1));
    }
}
