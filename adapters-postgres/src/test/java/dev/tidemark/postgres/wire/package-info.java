/** The binary COPY format, written and read back without a server. */
@NullMarked
package dev.tidemark.postgres.wire;

import org.jspecify.annotations.NullMarked;
