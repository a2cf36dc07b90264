/**
 * Stores in memory that pass the same contracts as the real ones: boxed rows, plain loops, nothing fast. They let the
 * engine be tested at every step without a database.
 */
@NullMarked
package dev.tidemark.testkit.memory;

import org.jspecify.annotations.NullMarked;
