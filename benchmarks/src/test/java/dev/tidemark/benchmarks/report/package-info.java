@NullMarked
package dev.tidemark.benchmarks.report;

import org.jspecify.annotations.NullMarked;
