/**
 * A real PostgreSQL for tests: one server for the whole JVM, a fresh database for each test class. Where it comes from is
 * chosen by {@code -Dtest.postgres=auto|docker|embedded|jdbc:...}, which version by {@code -Dtest.postgres.version} (embedded) or
 * {@code -Dtest.postgres.image} (Docker).
 */
@NullMarked
package dev.tidemark.testkit.postgres;

import org.jspecify.annotations.NullMarked;
