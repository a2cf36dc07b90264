/** What a process costs: time, CPU, memory, and what the rest of the machine did meanwhile. Linux's /proc. */
@NullMarked
package dev.tidemark.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
