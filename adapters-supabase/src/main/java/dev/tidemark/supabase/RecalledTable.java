package dev.tidemark.supabase;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.supabase.SupabaseTable.Referrer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a table of what is known of it from elsewhere, which the server does not describe to this key. */
final class RecalledTable {
    private static final Pattern LENGTH = Pattern.compile("(?:character|character varying)\\((\\d{1,9})\\)");

    private RecalledTable() {
    }

    /**
     * @param elsewhere the table as it should be
     * @param present the columns that were found in the project
     */
    static SupabaseTable of(SupabaseConfig config, TableSchema elsewhere, Relation relation, List<String> present,
            List<Referrer> referrers) {
        boolean sameWords = elsewhere.dialect().equals(SupabaseTable.DIALECT);
        List<Column> columns = new ArrayList<>();
        List<SupabaseColumn> details = new ArrayList<>();
        for (Column column : elsewhere.columns()) {
            if (present.contains(column.name())) {
                String declared = sameWords ? column.declaredType() : SupabaseTypes.declared(column.type());
                String format = sameWords ? SupabaseTypes.format(declared) : "";
                columns.add(new Column(column.name(), column.type(), declared, column.nullability(),
                        sameWords ? column.defaultExpression() : Optional.empty(), Generation.NONE));
                details.add(new SupabaseColumn(column.name(), format, column.type(), length(declared)));
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
                .anyMatch(column -> key.contains(column.name()) && SupabaseTypes.isLoose(column.format()));
        TableSchema schema = new TableSchema(elsewhere.name(), SupabaseTable.DIALECT,
                SupabaseTable.identity(config, elsewhere.name()), relation, columns, key,
                loose ? KeyEquality.LOOSE : KeyEquality.BY_VALUE, unique, references);
        return new SupabaseTable(schema, details, referrers, false);
    }

    private static OptionalInt length(String declared) {
        Matcher length = LENGTH.matcher(declared);
        return length.matches() ? OptionalInt.of(Integer.parseInt(length.group(1))) : OptionalInt.empty();
    }
}
