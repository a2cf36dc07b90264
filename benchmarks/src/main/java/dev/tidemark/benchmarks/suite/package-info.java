/** The cases, and how they are run: interleaved, each from the same beginning, each looked at value by value. */
@NullMarked
package dev.tidemark.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
