/** Tests of what servers do, on a real state where it matters. */
@NullMarked
package dev.tidemark.runtime.server;

import org.jspecify.annotations.NullMarked;
