package dev.tidemark.supabase;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
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
     */
    static SupabaseTable of(SupabaseConfig config, TableSchema elsewhere, Relation relation,
            Map<String, String> formats,
            List<Referrer> referrers) {
        boolean sameWords = elsewhere.dialect().equals(SupabaseTable.DIALECT);
        Set<String> present = formats.keySet();
        List<Column> columns = new ArrayList<>();
        List<SupabaseColumn> details = new ArrayList<>();
        for (Column column : elsewhere.columns()) {
            String found = formats.get(column.name());
            if (found != null) {
                boolean asKnown = sameWords && agree(column.type(), SupabaseTypes.inFlight(found, OptionalInt.empty()));
                ValueType type = asKnown ? column.type() : SupabaseTypes.inFlight(found, OptionalInt.empty());
                String declared = asKnown ? column.declaredType() : found;
                columns.add(new Column(column.name(), type, declared, column.nullability(),
                        asKnown ? column.defaultExpression() : Optional.empty(), Generation.NONE));
                details.add(new SupabaseColumn(column.name(),
                        asKnown && type.kind() != Kind.JSON ? SupabaseTypes.format(declared) : found, type,
                        length(declared)));
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
        boolean loose = details.stream()
                .anyMatch(column -> key.contains(column.name())
                        && (SupabaseTypes.isLoose(column.format()) || !sameWords && isTextual(column.type())));
        TableSchema schema = new TableSchema(elsewhere.name(), SupabaseTable.DIALECT,
                SupabaseTable.identity(config, elsewhere.name()), relation, columns, key,
                loose ? KeyEquality.LOOSE : KeyEquality.BY_VALUE, unique, references);
        return new SupabaseTable(schema, details, referrers, false);
    }

    /** It may be citext, for all that we know. */
    private static boolean isTextual(ValueType type) {
        return type.kind() == Kind.TEXT || type.kind() == Kind.NATIVE;
    }

    /** A probe does not tell types that are their text from text. */
    private static boolean agree(ValueType known, ValueType found) {
        return known.equals(found)
                || known.kind() == Kind.NATIVE && (found.kind() == Kind.NATIVE || found.kind() == Kind.TEXT);
    }

    private static OptionalInt length(String declared) {
        Matcher length = LENGTH.matcher(declared);
        return length.matches() ? OptionalInt.of(Integer.parseInt(length.group(1))) : OptionalInt.empty();
    }
}
