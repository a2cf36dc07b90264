package dev.tidemark.sqlite.wire;

import java.sql.SQLException;

/** The row on which a running query stands, cell by cell as SQLite stores it. Columns count from 0. */
public interface StoredRow {

    /** What the cell is, one of {@link StorageClass}. */
    int storageClass(int column) throws SQLException;

    long integer(int column) throws SQLException;

    double real(int column) throws SQLException;

    /** The bytes of a blob, or of a text in the encoding of its file. */
    byte[] bytes(int column) throws SQLException;
}
