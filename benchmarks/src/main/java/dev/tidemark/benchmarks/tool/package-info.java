/** The contenders: programs in benchmarks/tools, one file a tool. */
@NullMarked
package dev.tidemark.benchmarks.tool;

import org.jspecify.annotations.NullMarked;
