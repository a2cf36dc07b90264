/** SQLite as source and sink, against real files: the shared contracts, and what only SQLite can get wrong. */
@NullMarked
package dev.tidemark.sqlite;

import org.jspecify.annotations.NullMarked;
