/** JMH benchmarks of the hot loops. */
@NullMarked
package dev.tidemark.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
