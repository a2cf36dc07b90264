package dev.tidemark.sqlite.driver;

import dev.tidemark.domain.row.RowBatch;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The row on which a running query stands, cell by cell as SQLite stores it. Columns count from 0. */
public interface StoredRow {
    /** Smaller bytes, as signed numbers, do not begin a character in UTF-8. */
    byte LEAST_FIRST_BYTE = (byte) 0xc0;

    /** What the cell is, one of {@link StorageClass}. */
    int storageClass(int column) throws SQLException;

    /** The cell as SQLite makes an integer of it; that of a NULL is 0. */
    long integer(int column) throws SQLException;

    double real(int column) throws SQLException;

    /** The bytes of a blob, or of a text in the encoding of its file. */
    byte[] bytes(int column) throws SQLException;

    /**
     * Writes the same bytes to the heap of a batch, from {@link RowBatch.Builder#heapPosition} on, where they are no cell
     * yet: {@link RowBatch.Builder#addReserved} makes them one. No array is made where the driver can do without.
     *
     * @return how many there are
     */
    int copy(int column, RowBatch.Builder out) throws SQLException;

    /**
     * Adds cells to a batch as they are stored, as long as each is NULL or of the storage class that is wanted of it: one call
     * for most of a row, for each call of a driver costs more than the cell. Bytes of texts are not looked at, but for one
     * thing: a text that begins within a character is not added, so that texts which are valid UTF-8 together are so each.
     *
     * @param columns where each cell stands in the query
     * @param wanted the {@link StorageClass} of each that is taken, or 0
     * @param from the first cell to add
     * @return the first cell that was not added
     */
    int addWanted(int[] columns, int[] wanted, int from, RowBatch.Builder out) throws SQLException;

    /** The cell as text, or null; for names, not for data: what is no valid text is changed. */
    @Nullable
    String text(int column) throws SQLException;
}
