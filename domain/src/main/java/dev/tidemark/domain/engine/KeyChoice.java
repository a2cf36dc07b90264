package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By which columns rows are matched, and in which order they are read.
 *
 * @param columns the key under the sink's names, constants included; empty if rows can only be matched as a whole
 * @param keyset the columns that order the reading, under the source's names
 * @param collisions whether two source rows can have one key in the sink
 */
record KeyChoice(List<String> columns, List<String> keyset, KeyCollisions collisions, List<String> warnings) {

    static KeyChoice of(TableRule rule, TableSchema source, Optional<TableSchema> sink, ColumnMapping mapping) {
        List<String> match = match(rule, source, sink, mapping);
        List<String> keyset = source.key().isEmpty() ? match : source.key();
        if (match.isEmpty()) {
            return new KeyChoice(List.of(), source.key(), KeyCollisions.POSSIBLE, List.of(
                    source.name() + " has no key: rows are matched as a whole (name a key: to match edited rows)"));
        }
        List<String> columns = new ArrayList<>(toSink(match, mapping).orElseThrow());
        mapping.pairs()
                .stream()
                .filter(pair -> pair.constant().isPresent())
                .map(ColumnMapping.Pair::to)
                .forEach(columns::add);
        return new KeyChoice(List.copyOf(columns), keyset, collisions(match, source, sink, mapping), List.of());
    }

    boolean isKeyless() {
        return columns.isEmpty();
    }

    /** The key under the source's names: as told, else the source's if the sink holds it unique, else the sink's. */
    private static List<String> match(TableRule rule, TableSchema source, Optional<TableSchema> sink,
            ColumnMapping mapping) {
        if (!rule.key().isEmpty()) {
            return asTold(rule, source, mapping);
        }
        Optional<List<String>> ofSource = source.key().isEmpty() ? Optional.empty() : toSink(source.key(), mapping);
        if (ofSource.isPresent() && sink.map(table -> table.isUnique(ofSource.get())).orElse(true)) {
            return source.key();
        }
        Optional<List<String>> ofSink = sink.map(TableSchema::key)
                .filter(key -> !key.isEmpty())
                .flatMap(key -> toSource(key, mapping));
        return ofSink.orElseGet(() -> ofSource.isPresent() ? source.key() : List.of());
    }

    private static List<String> asTold(TableRule rule, TableSchema source, ColumnMapping mapping) {
        for (String name : rule.key()) {
            if (mapping.from(name).isEmpty() && !rule.constants().containsKey(name)) {
                throw new Unplannable("the key column " + name + " of " + source.name() + " is not among its columns",
                        "its columns are: " + String.join(", ",
                                mapping.pairs().stream().map(ColumnMapping.Pair::from).toList()));
            }
        }
        return rule.key().stream().filter(name -> !rule.constants().containsKey(name)).toList();
    }

    private static KeyCollisions collisions(List<String> match, TableSchema source, Optional<TableSchema> sink,
            ColumnMapping mapping) {
        boolean sameValues = match.stream().allMatch(name -> keepsValuesApart(source, name, mapping));
        boolean byValue = source.keyEquality() == KeyEquality.BY_VALUE
                && sink.map(TableSchema::keyEquality).orElse(KeyEquality.BY_VALUE) == KeyEquality.BY_VALUE;
        return sameValues && byValue && source.isUnique(match) ? KeyCollisions.IMPOSSIBLE : KeyCollisions.POSSIBLE;
    }

    /** Another type can make one value of two: 1 and 01 as text, as numbers. */
    private static boolean keepsValuesApart(TableSchema source, String name, ColumnMapping mapping) {
        Kind from = source.column(name).map(Column::type).orElseThrow().kind();
        Kind to = mapping.from(name).orElseThrow().type().kind();
        return from == to || from == Kind.INT64 && (to == Kind.TEXT || to == Kind.DECIMAL);
    }

    private static Optional<List<String>> toSink(List<String> names, ColumnMapping mapping) {
        List<String> found = names.stream().map(mapping::from).flatMap(Optional::stream).map(ColumnMapping.Pair::to)
                .toList();
        return found.size() == names.size() ? Optional.of(found) : Optional.empty();
    }

    /** Constants of a sink's key need no column of the source. */
    private static Optional<List<String>> toSource(List<String> names, ColumnMapping mapping) {
        List<ColumnMapping.Pair> found = names.stream().map(mapping::to).flatMap(Optional::stream).toList();
        return found.size() == names.size()
                ? Optional.of(found.stream()
                        .filter(pair -> pair.constant().isEmpty())
                        .map(ColumnMapping.Pair::from)
                        .toList())
                : Optional.empty();
    }
}
