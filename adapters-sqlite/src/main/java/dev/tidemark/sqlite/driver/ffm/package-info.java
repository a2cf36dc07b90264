/**
 * SQLite through the system's libsqlite3 and the foreign-function API of the JDK. Everything that could crash the process
 * is in this package: pointers never leave it, and whoever holds a closed statement gets an exception.
 */
@NullMarked
package dev.tidemark.sqlite.driver.ffm;

import org.jspecify.annotations.NullMarked;
