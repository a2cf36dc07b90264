/** Tests of the JSON that rows come and go in. */
@NullMarked
package dev.tidemark.supabase.wire;

import org.jspecify.annotations.NullMarked;
