package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.Relation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The table that the sink needs, were it to be made for these rows. */
record TargetSchema(TableSchema declared, TableName sinkName, TableRule rule, ColumnMapping mapping, KeyChoice key,
        TableSelection selection) {

    TableSchema build() {
        List<Column> columns = mapping.pairs().stream().map(TargetSchema::column).toList();
        return new TableSchema(sinkName, declared.dialect(), "", Relation.TABLE, columns, key.columns(),
                declared.keyEquality(), uniqueKeys(), foreignKeys());
    }

    private static Column column(ColumnMapping.Pair pair) {
        Column column = pair.column();
        Generation generation = column.generation() == Generation.COMPUTED ? Generation.NONE : column.generation();
        Optional<String> defaultExpression = column.generation() == Generation.COMPUTED
                ? Optional.empty()
                : column.defaultExpression();
        return new Column(pair.to(), pair.type(), column.declaredType(), column.nullability(), defaultExpression,
                generation);
    }

    /** Rows of several sources side by side are unique by their key alone. */
    private List<List<String>> uniqueKeys() {
        return rule.constants().isEmpty()
                ? declared.uniqueKeys().stream().map(this::mapped).flatMap(Optional::stream).toList()
                : Stream.of(key.columns()).filter(columns -> !columns.isEmpty()).toList();
    }

    private List<ForeignKey> foreignKeys() {
        return rule.constants().isEmpty()
                ? declared.foreignKeys().stream().map(this::mapped).flatMap(Optional::stream).toList()
                : List.of();
    }

    private Optional<ForeignKey> mapped(ForeignKey foreignKey) {
        return mapped(foreignKey.columns()).map(columns -> new ForeignKey(columns,
                selection.sinkName(foreignKey.target()), foreignKey.targetColumns(), foreignKey.onDelete()));
    }

    private Optional<List<String>> mapped(List<String> names) {
        List<String> found = names.stream()
                .map(mapping::from)
                .flatMap(Optional::stream)
                .map(ColumnMapping.Pair::to)
                .toList();
        return found.size() == names.size() ? Optional.of(found) : Optional.empty();
    }
}
