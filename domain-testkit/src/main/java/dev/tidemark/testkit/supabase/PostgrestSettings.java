package dev.tidemark.testkit.supabase;

import java.util.List;

/**
 * How a PostgREST is set up; see its configuration reference.
 *
 * @param schemas {@code db-schemas}, the first is the default
 * @param maxRows {@code db-max-rows}: longer answers are cut without a word
 * @param pool {@code db-pool}: its connections to PostgreSQL
 * @param transactionEnd {@code db-tx-end}
 * @param openApiMode {@code openapi-mode}: {@code follow-privileges}, {@code ignore-privileges} or {@code disabled}
 */
public record PostgrestSettings(List<String> schemas, int maxRows, int pool, String transactionEnd,
        String openApiMode) {
    /** As Supabase hosts it. */
    public static final PostgrestSettings HOSTED = new PostgrestSettings(List.of("public"), 1_000, 10, "commit",
            "follow-privileges");

    public PostgrestSettings {
        schemas = List.copyOf(schemas);
    }

    public PostgrestSettings withSchemas(String... others) {
        return new PostgrestSettings(List.of(others), maxRows, pool, transactionEnd, openApiMode);
    }

    public PostgrestSettings withMaxRows(int other) {
        return new PostgrestSettings(schemas, other, pool, transactionEnd, openApiMode);
    }

    public PostgrestSettings withPool(int other) {
        return new PostgrestSettings(schemas, maxRows, other, transactionEnd, openApiMode);
    }

    public PostgrestSettings withTransactionEnd(String other) {
        return new PostgrestSettings(schemas, maxRows, pool, other, openApiMode);
    }

    public PostgrestSettings withOpenApiMode(String other) {
        return new PostgrestSettings(schemas, maxRows, pool, transactionEnd, other);
    }
}
