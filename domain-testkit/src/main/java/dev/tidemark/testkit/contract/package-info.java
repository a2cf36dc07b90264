/**
 * What every adapter promises, as tests: one abstract class a port. An adapter's test extends the class and opens a
 * {@link dev.tidemark.testkit.contract.StoreFixture} on its real server; an ability that a store lacks is asserted as
 * missing, never skipped.
 */
@NullMarked
package dev.tidemark.testkit.contract;

import org.jspecify.annotations.NullMarked;
