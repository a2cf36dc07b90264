@NullMarked
package dev.tidemark.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
