/** Where speed is measured: always as a ratio inside one run, never as an absolute time. */
@NullMarked
package dev.tidemark.benchmarks;

import org.jspecify.annotations.NullMarked;
