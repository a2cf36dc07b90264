/** What was measured, as JSON, and the page that is made of it. */
@NullMarked
package dev.tidemark.benchmarks.report;

import org.jspecify.annotations.NullMarked;
