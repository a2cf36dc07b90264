/**
 * A real PostgreSQL for tests: one server for the whole JVM, a fresh database for each test class. Where it comes from is
 * chosen by {@code -Dtest.postgres=auto|docker|embedded|jdbc:...}.
 */
@NullMarked
package dev.tidemark.testkit.postgres;

import org.jspecify.annotations.NullMarked;
