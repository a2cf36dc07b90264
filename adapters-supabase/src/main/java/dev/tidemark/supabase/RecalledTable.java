package dev.tidemark.supabase;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.Column.Nullability;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.supabase.SupabaseTable.Referrer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a table of what is known of it from elsewhere, which the server does not describe to this key; but what its columns
 * hold, it has said itself.
 */
final class RecalledTable {
    private static final Pattern LENGTH = Pattern.compile("(?:character|character varying)\\((\\d{1,9})\\)");

    private RecalledTable() {
    }

    /**
     * @param elsewhere the table as it should be
     * @param formats of the columns that were found in the project, as {@link TypeProbe} tells them
     * @param withNulls the columns of the key that are not filled in every row there
     */
    static SupabaseTable of(SupabaseConfig config, TableSchema elsewhere, Relation relation,
            Map<String, String> formats, Set<String> withNulls, List<Referrer> referrers) {
        Set<String> present = formats.keySet();
        List<Recalled> columns = new ArrayList<>();
        for (Column column : elsewhere.columns()) {
            String found = formats.get(column.name());
            if (found != null) {
                Nullability nullability = !elsewhere.key().contains(column.name()) ? column.nullability()
                        : withNulls.contains(column.name()) ? Nullability.NULLABLE : Nullability.NOT_NULL;
                columns.add(recalled(column, found, nullability, elsewhere.dialect()));
            }
        }
        boolean isView = relation == Relation.VIEW;
        List<String> key = !isView && present.containsAll(elsewhere.key()) ? elsewhere.key() : List.of();
        List<List<String>> unique = isView
                ? List.of()
                : elsewhere.uniqueKeys().stream().filter(present::containsAll).toList();
        List<ForeignKey> references = isView
                ? List.of()
                : elsewhere.foreignKeys().stream().filter(to -> present.containsAll(to.columns())).toList();
        boolean loose = columns.stream().anyMatch(found -> found.isLoose() && key.contains(found.column().name()));
        TableSchema schema = new TableSchema(elsewhere.name(), SupabaseTable.DIALECT,
                SupabaseTable.identity(config, elsewhere.name()), relation,
                columns.stream().map(Recalled::column).toList(), key,
                loose ? KeyEquality.LOOSE : KeyEquality.BY_VALUE, unique, references);
        return new SupabaseTable(schema, columns.stream().map(Recalled::detail).toList(), referrers, false);
    }

    /**
     * A column as it is known, or where that cannot be, as it was found.
     *
     * @param isLoose whether values that differ can be equal, for all that we know
     */
    private record Recalled(Column column, SupabaseColumn detail, boolean isLoose) {
    }

    private static Recalled recalled(Column known, String found, Nullability nullability, String dialect) {
        ValueType type = SupabaseTypes.inFlight(found, OptionalInt.empty());
        String declared = known.declaredType();
        if (!dialect.equals(SupabaseTable.DIALECT) || declared.isEmpty() || !agree(known.type(), type)) {
            return new Recalled(
                    new Column(known.name(), type, found, nullability, Optional.empty(), Generation.NONE),
                    new SupabaseColumn(known.name(), found, type, OptionalInt.empty()), isTextual(type));
        }
        String format = SupabaseTypes.format(declared);
        return new Recalled(
                new Column(known.name(), known.type(), declared, nullability, known.defaultExpression(),
                        Generation.NONE),
                new SupabaseColumn(known.name(), format, known.type(), length(declared)),
                SupabaseTypes.isLoose(format));
    }

    /** It may be citext, for all that we know. */
    private static boolean isTextual(ValueType type) {
        return type.kind() == Kind.TEXT || type.kind() == Kind.NATIVE;
    }

    /** A probe does not tell types that are their text from text, but json from jsonb. */
    private static boolean agree(ValueType known, ValueType found) {
        return known.equals(found) && known.kind() != Kind.JSON
                || known.kind() == Kind.NATIVE && (found.kind() == Kind.NATIVE || found.kind() == Kind.TEXT);
    }

    private static OptionalInt length(String declared) {
        Matcher length = LENGTH.matcher(declared);
        return length.matches() ? OptionalInt.of(Integer.parseInt(length.group(1))) : OptionalInt.empty();
    }
}
