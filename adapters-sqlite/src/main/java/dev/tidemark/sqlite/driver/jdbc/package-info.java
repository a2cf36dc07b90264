/** SQLite through SQLite JDBC, which brings the library along. */
@NullMarked
package dev.tidemark.sqlite.driver.jdbc;

import org.jspecify.annotations.NullMarked;
