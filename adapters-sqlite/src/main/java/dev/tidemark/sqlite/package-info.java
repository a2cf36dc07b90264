/**
 * SQLite as a source and as a sink. A cell of SQLite has the storage class that was put in, whatever the column
 * declares, so every value is read by its own class and kept exactly, or its row is rejected with the reason.
 */
@NullMarked
package dev.tidemark.sqlite;

import org.jspecify.annotations.NullMarked;
