/** Tests of the server over real HTTP, on real SQLite files. */
@NullMarked
package dev.tidemark.http;

import org.jspecify.annotations.NullMarked;
