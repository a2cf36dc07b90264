/** Tests of the runtime on real files and real stores. */
@NullMarked
package dev.tidemark.runtime;

import org.jspecify.annotations.NullMarked;
