/** PostgreSQL as source and sink, against a real server: the shared contracts, and what only PostgreSQL can get wrong. */
@NullMarked
package dev.tidemark.supabase;

import org.jspecify.annotations.NullMarked;
