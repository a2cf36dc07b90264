/**
 * The REST API of Supabase as source and sink: {@link dev.tidemark.supabase.SupabaseStore} opens both from a
 * {@link dev.tidemark.supabase.SupabaseConfig}. Behind it stands PostgREST, 12 to 16: every request is a transaction of its
 * own, so a batch is one request, and errors are judged by their code.
 */
@NullMarked
package dev.tidemark.supabase;

import org.jspecify.annotations.NullMarked;
