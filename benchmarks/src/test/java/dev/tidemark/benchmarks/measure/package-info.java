@NullMarked
package dev.tidemark.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
