/** Rows as PostgREST writes and reads them: JSON, byte by byte, with numbers as the digits that they are. */
@NullMarked
package dev.tidemark.supabase.wire;

import org.jspecify.annotations.NullMarked;
