package dev.tidemark.supabase;

import dev.tidemark.domain.schema.ValueType;
import java.util.OptionalInt;

/**
 * A column as PostgREST has it.
 *
 * @param format the type's name as the server tells it, such as {@code character varying}; empty if it is not known
 * @param type what its values are in flight
 * @param maxLength of {@code character} and {@code character varying}, where it is known
 */
record SupabaseColumn(String name, String format, ValueType type, OptionalInt maxLength) {
}
