package dev.tidemark.supabase;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.Column.Nullability;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.supabase.ApiDescription.Property;
import dev.tidemark.supabase.ColumnNote.Reference;
import dev.tidemark.supabase.SupabaseTable.Referrer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tables from the server's own description. It tells no unique constraint but the primary key, no foreign key over several
 * columns, nothing of what a foreign key does on delete, and not who makes a value.
 */
record DescribedTables(SupabaseConfig config, ApiDescription description) {
    /** What SQL does where nothing is said; the server does not say. */
    private static final String UNTOLD = "NO ACTION";

    /**
     * The table or view of that name; empty if none is described.
     *
     * @param relation tells a table without key and NOT NULL from a view, which look alike
     */
    Optional<SupabaseTable> find(TableName table, Supplier<Relation> relation) {
        return description.relations()
                .stream()
                .filter(found -> found.name().equals(table.name()))
                .findFirst()
                .map(found -> table(found, relationOf(found, relation)));
    }

    /** A view has nothing that is required, but the key of the table behind it. */
    private static Relation relationOf(ApiDescription.Relation relation, Supplier<Relation> otherwise) {
        if (!relation.required().isEmpty()) {
            return Relation.TABLE;
        }
        return relation.hasKey() ? Relation.VIEW : otherwise.get();
    }

    private SupabaseTable table(ApiDescription.Relation found, Relation relation) {
        TableName name = new TableName(found.name());
        // The key behind a view identifies a row of its table; a join may show it twice.
        List<String> key = relation == Relation.VIEW
                ? List.of()
                : found.columns().stream().filter(Property::isKey).map(Property::name).toList();
        boolean loose = found.columns()
                .stream()
                .anyMatch(column -> key.contains(column.name()) && SupabaseTypes.isLoose(column.format()));
        TableSchema schema = new TableSchema(name, SupabaseTable.DIALECT, SupabaseTable.identity(config, name),
                relation,
                found.columns().stream().map(column -> column(found, column)).toList(), key,
                loose ? KeyEquality.LOOSE : KeyEquality.BY_VALUE, key.isEmpty() ? List.of() : List.of(key),
                relation == Relation.VIEW ? List.of() : references(found));
        return new SupabaseTable(schema, found.columns().stream().map(DescribedTables::column).toList(),
                relation == Relation.VIEW ? List.of() : referrers(name), true);
    }

    private static Column column(ApiDescription.Relation relation, Property column) {
        return new Column(column.name(), SupabaseTypes.inFlight(column.format(), column.maxLength()),
                SupabaseTypes.declared(column.format(), column.maxLength()),
                relation.required().contains(column.name()) ? Nullability.NOT_NULL : Nullability.NULLABLE,
                column.fallback(), Generation.NONE);
    }

    private static SupabaseColumn column(Property column) {
        return new SupabaseColumn(column.name(), column.format(),
                SupabaseTypes.inFlight(column.format(), column.maxLength()), column.maxLength());
    }

    private List<ForeignKey> references(ApiDescription.Relation relation) {
        List<ForeignKey> keys = new ArrayList<>();
        for (Property column : relation.columns()) {
            new ColumnNote(column.description()).reference()
                    .filter(this::isDescribed)
                    .map(to -> new ForeignKey(List.of(column.name()), new TableName(to.table()), List.of(to.column()),
                            UNTOLD))
                    .ifPresent(keys::add);
        }
        return keys;
    }

    /** The table referred to may be in another schema, which the note does not tell. */
    private boolean isDescribed(Reference to) {
        return description.relations()
                .stream()
                .filter(relation -> relation.name().equals(to.table()))
                .anyMatch(relation -> relation.columns().stream().anyMatch(other -> other.name().equals(to.column())));
    }

    /** Views carry the notes of their tables, whose rows they only show. */
    private List<Referrer> referrers(TableName table) {
        List<Referrer> referrers = new ArrayList<>();
        for (ApiDescription.Relation relation : description.relations()) {
            if (!relation.required().isEmpty() || !relation.hasKey()) {
                references(relation).stream()
                        .filter(key -> key.target().equals(table))
                        .map(key -> new Referrer(new TableName(relation.name()), key))
                        .forEach(referrers::add);
            }
        }
        return referrers;
    }
}
