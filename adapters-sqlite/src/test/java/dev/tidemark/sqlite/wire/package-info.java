/** Numbers, JSON and texts between SQLite and a batch, value by value. */
@NullMarked
package dev.tidemark.sqlite.wire;

import org.jspecify.annotations.NullMarked;
