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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tables from the server's own description. It tells no unique constraint but the primary key, no foreign key over several
 * columns, nothing of what a foreign key does on delete, and not who makes a value.
 */
final class DescribedTables {
    /** What SQL does where nothing is said; the server does not say. */
    private static final String UNTOLD = "NO ACTION";

    private final SupabaseConfig config;
    private final String version;
    private final Predicate<TableName> isStored;
    private final Map<TableName, Relation> kinds = new HashMap<>();
    private final Map<TableName, ApiDescription.Relation> relations = new LinkedHashMap<>();
    private final Map<TableName, List<ForeignKey>> references = new HashMap<>();
    private final Map<TableName, List<Referrer>> referrers = new HashMap<>();

    /**
     * @param isStored tells a table without key and NOT NULL from a view, which look alike
     */
    DescribedTables(SupabaseConfig config, ApiDescription description, Predicate<TableName> isStored) {
        this.config = config;
        this.isStored = isStored;
        this.version = description.version();
        description.relations().forEach(relation -> relations.put(new TableName(relation.name()), relation));
        relations.forEach((name, relation) -> references.put(name, references(relation)));
        relations.keySet().forEach(this::addReferrers);
    }

    /** The server's version; empty if it does not say. */
    String version() {
        return version;
    }

    List<TableName> names() {
        return List.copyOf(relations.keySet());
    }

    /** The table or view of that name; empty if none is described. */
    Optional<SupabaseTable> find(TableName table) {
        return Optional.ofNullable(relations.get(table)).map(this::table);
    }

    /** A view has nothing that is required, but the key of the table behind it. */
    private Relation kind(ApiDescription.Relation relation) {
        if (!relation.required().isEmpty()) {
            return Relation.TABLE;
        }
        return relation.hasKey()
                ? Relation.VIEW
                : kinds.computeIfAbsent(new TableName(relation.name()),
                        name -> isStored.test(name) ? Relation.TABLE : Relation.VIEW);
    }

    private SupabaseTable table(ApiDescription.Relation found) {
        Relation relation = kind(found);
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
                relation == Relation.VIEW ? List.of() : references.getOrDefault(name, List.of()));
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
        ApiDescription.Relation target = relations.get(new TableName(to.table()));
        return target != null && target.columns().stream().anyMatch(column -> column.name().equals(to.column()));
    }

    private void addReferrers(TableName name) {
        for (ForeignKey key : references.getOrDefault(name, List.of())) {
            referrers.computeIfAbsent(key.target(), _ -> new ArrayList<>()).add(new Referrer(name, key));
        }
    }

    /** Views carry the notes of their tables, whose rows they only show. */
    private List<Referrer> referrers(TableName table) {
        return referrers.getOrDefault(table, List.of())
                .stream()
                .filter(referrer -> kind(Objects.requireNonNull(relations.get(referrer.table()))) == Relation.TABLE)
                .toList();
    }
}
