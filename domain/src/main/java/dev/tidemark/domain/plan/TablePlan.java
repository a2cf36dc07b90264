package dev.tidemark.domain.plan;

import dev.tidemark.domain.schema.SchemaFingerprint;
import dev.tidemark.domain.schema.TableSchema;
import java.util.Optional;

/**
 * What is to be done with one table, decided before its first row is read.
 *
 * @param source the table that is read, with the types that its values need
 * @param existing the sink's table as it stood when the plan was made; empty if it was missing
 * @param target the table that the sink needs for these rows, in terms of the source's dialect where a column comes from
 *     there; what {@link dev.tidemark.domain.port.Sink#prepare} makes, as far as {@code schema} allows
 * @param schema what may be done to the sink's table
 * @param read how the source is read
 * @param write how the sink is written; its columns pair with those of {@code read} by position
 * @param back how the sink's rows of this profile are read back: the columns of {@code write}, under its names and types
 * @param mode what happens to rows that are there
 * @param changes how changed rows are found
 * @param orphans what happens to rows of the sink that the source no longer has
 * @param fingerprint of everything that a checkpoint relies on
 */
public record TablePlan(TableSchema source, Optional<TableSchema> existing, TableSchema target, SchemaPolicy schema,
        ReadPlan read, WritePlan write, ReadPlan back, SyncMode mode, ChangeDetection changes, OrphanPolicy orphans,
        SchemaFingerprint fingerprint) {
}
