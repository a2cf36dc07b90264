@NullMarked
package dev.tidemark.benchmarks.tool;

import org.jspecify.annotations.NullMarked;
