@NullMarked
package dev.tidemark.benchmarks.data;

import org.jspecify.annotations.NullMarked;
