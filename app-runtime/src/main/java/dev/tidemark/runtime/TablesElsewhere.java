package dev.tidemark.runtime;

import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.supabase.DeclaredColumn;
import dev.tidemark.supabase.KnownTables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a profile knows of the tables of a project that does not show them: what the profile itself says of their columns, and
 * the tables of its other side under the names that they have in the project. The other side is looked at once, and only if
 * somebody asks.
 */
final class TablesElsewhere implements KnownTables {
    private static final String POSTGRESQL = "postgresql";

    private final Side side;
    private final List<TableRule> rules;
    private final Map<String, Map<String, String>> types;
    private final Optional<Store> other;
    private @Nullable Map<TableName, TableSchema> found;

    /** What the profile does with the project. */
    enum Side {
        /** It is read, so rules are in its terms. */
        READ,
        /** It is written, so rules say what its tables are called. */
        WRITTEN
    }

    /**
     * @param types of columns, by the table's name in the store that is read
     * @param other the other side, if it may be asked
     */
    TablesElsewhere(Side side, List<TableRule> rules, Map<String, Map<String, String>> types, Optional<Store> other) {
        this.side = side;
        this.rules = List.copyOf(rules);
        this.types = Map.copyOf(types);
        this.other = other;
    }

    @Override
    public List<TableName> tables() {
        return List.copyOf(all().keySet());
    }

    @Override
    public Optional<TableSchema> describe(TableName table) {
        return Optional.ofNullable(all().get(table));
    }

    private synchronized Map<TableName, TableSchema> all() {
        Map<TableName, TableSchema> known = found == null ? learn() : found;
        found = known;
        return known;
    }

    private Map<TableName, TableSchema> learn() {
        Map<TableName, TableSchema> described = new LinkedHashMap<>();
        other.ifPresent(store -> lookAt(store, described));
        Map<TableName, TableSchema> known = new LinkedHashMap<>();
        described.forEach((name, table) -> inProject(name).ifPresent(
                project -> ruleOf(project).ifPresent(rule -> known.put(project, translated(project, rule, table)))));
        for (TableRule rule : rules) {
            Map<String, String> declared = types.getOrDefault(rule.pattern(), Map.of());
            if (!declared.isEmpty()) {
                TableName project = inProject(rule, new TableName(rule.pattern()));
                known.merge(project, declared(project, rule, declared), TablesElsewhere::corrected);
            }
        }
        return known;
    }

    /** A file that is missing, and made by the run, knows nothing; what else keeps it closed is told by the run. */
    private void lookAt(Store store, Map<TableName, TableSchema> described) {
        try (Source source = store.openSource()) {
            Set<TableName> names = new LinkedHashSet<>(source.tables());
            // Views are listed nowhere.
            rules.forEach(rule -> names.add(onOtherSide(rule, new TableName(rule.pattern()))));
            for (TableName name : names) {
                if (inProject(name).isPresent()) {
                    described(source, name).ifPresent(table -> described.put(name, table));
                }
            }
        } catch (StoreException.Denied _) {
            described.clear();
        }
    }

    private static Optional<TableSchema> described(Source source, TableName name) {
        try {
            return Optional.of(source.describe(name));
        } catch (StoreException.Permanent _) {
            return Optional.empty();
        }
    }

    /** What the other side's table is called in the project, if the profile is about it. */
    private Optional<TableName> inProject(TableName name) {
        return switch (side) {
            case WRITTEN -> naming(name).map(rule -> inProject(rule, name));
            case READ -> rules.stream()
                    .filter(rule -> rule.into().map(name::equals).orElseGet(() -> rule.names(name)))
                    .findFirst()
                    .map(rule -> rule.into().isPresent() ? new TableName(rule.pattern()) : name);
        };
    }

    private TableName inProject(TableRule rule, TableName read) {
        return side == Side.READ ? read : rule.into().orElse(read);
    }

    private TableName onOtherSide(TableRule rule, TableName read) {
        return side == Side.READ ? rule.into().orElse(read) : read;
    }

    private Optional<TableRule> naming(TableName read) {
        return rules.stream().filter(rule -> rule.names(read)).findFirst();
    }

    private Optional<TableRule> ruleOf(TableName project) {
        return switch (side) {
            case READ -> naming(project);
            case WRITTEN -> rules.stream()
                    .filter(rule -> rule.into().map(project::equals).orElseGet(() -> rule.names(project)))
                    .findFirst();
        };
    }

    /** The other side's table as it is in the project: its name, the names that it refers to, what the rule adds or leaves out. */
    private TableSchema translated(TableName project, TableRule rule, TableSchema table) {
        List<Column> columns = new ArrayList<>(table.columns());
        List<String> key = new ArrayList<>(rule.key().isEmpty() ? table.key() : rule.key());
        Set<String> own = new HashSet<>(key);
        if (side == Side.WRITTEN) {
            columns.removeIf(column -> rule.excluded().contains(column.name()));
            added(rule).forEach((column, type) -> {
                columns.removeIf(same -> same.name().equals(column));
                columns.add(Column.of(column, type, ""));
                if (own.add(column)) {
                    key.add(column);
                }
            });
        } else {
            key.removeAll(added(rule).keySet());
        }
        List<ForeignKey> references = table.foreignKeys().stream()
                .map(to -> new ForeignKey(to.columns(), inProject(to.target()).orElse(to.target()), to.targetColumns(),
                        to.onDelete()))
                .toList();
        List<List<String>> unique = new ArrayList<>(table.uniqueKeys());
        unique.add(key);
        return new TableSchema(project, table.dialect(), "", table.relation(), columns, key, table.keyEquality(),
                unique.stream().filter(columnsOfKey -> !columnsOfKey.isEmpty()).distinct().toList(), references);
    }

    /** The columns that the rule adds to what it reads. */
    private static Map<String, ValueType> added(TableRule rule) {
        Map<String, ValueType> added = new TreeMap<>();
        rule.constants().forEach((column, value) -> added.put(column, typeOf(value)));
        if (rule.mode() instanceof SyncMode.Snapshot(var every, var column)) {
            added.put(column, switch (every) {
                case DAY -> ValueType.DATE;
                case HOUR -> ValueType.TIMESTAMPTZ;
            });
        }
        return added;
    }

    private static ValueType typeOf(Value constant) {
        return switch (constant) {
            case Value.Bool _ -> ValueType.BOOLEAN;
            case Value.Int64 _ -> ValueType.INT64;
            case Value.Decimal _ -> ValueType.DECIMAL;
            default -> ValueType.TEXT;
        };
    }

    private TableSchema declared(TableName project, TableRule rule, Map<String, String> declared) {
        List<Column> columns = declared.entrySet().stream()
                .map(column -> DeclaredColumn.of(column.getKey(), column.getValue()))
                .toList();
        List<List<String>> unique = rule.key().isEmpty() ? List.of() : List.of(rule.key());
        return new TableSchema(project, POSTGRESQL, "", Relation.TABLE, columns, rule.key(), KeyEquality.BY_VALUE,
                unique,
                List.of());
    }

    /** What the profile says of a column holds; of the others only the values are known, if the other side is no PostgreSQL. */
    private static TableSchema corrected(TableSchema other, TableSchema declared) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Column column : other.columns()) {
            columns.put(column.name(), other.dialect().equals(POSTGRESQL) ? column
                    : new Column(column.name(), column.type(), "", column.nullability(), Optional.empty(),
                            column.generation()));
        }
        declared.columns().forEach(column -> columns.put(column.name(), column));
        return new TableSchema(other.name(), POSTGRESQL, "", other.relation(), List.copyOf(columns.values()),
                declared.key().isEmpty() ? other.key() : declared.key(), other.keyEquality(), other.uniqueKeys(),
                other.foreignKeys());
    }
}
