/**
 * How SQLite is spoken to, statement by statement. There are two ways, and a connection goes one of them: SQLite JDBC, which
 * is always there, and the system's own libsqlite3 through the foreign-function API, which reads at the speed of C. Both
 * throw {@link org.sqlite.SQLiteException} with SQLite's extended code and pass the same contracts.
 */
@NullMarked
package dev.tidemark.sqlite.driver;

import org.jspecify.annotations.NullMarked;
