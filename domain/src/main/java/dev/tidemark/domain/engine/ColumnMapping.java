package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which column of the source goes into which column of the sink, and as what: as what the sink's column holds where it
 * exists, otherwise as the narrowest type that carries every value.
 */
record ColumnMapping(List<Pair> pairs, List<String> warnings) {

    /**
     * @param from the name in the source, or of the constant
     * @param to the name in the sink
     * @param type what the cells hold in flight
     * @param column the column as the sink needs it, under its name there
     * @param constant the value, if it is the same for every row
     */
    record Pair(String from, String to, ValueType type, Column column, Optional<Value> constant) {
    }

    /**
     * @param survey scans the source's values; asked only if the sink lacks a column that it is to get
     */
    static ColumnMapping of(SchemaPolicy policy, TableRule rule, TableSchema declared, Supplier<TableSchema> survey,
            Optional<TableSchema> existing) {
        checkNames(rule, declared, existing);
        Builder builder = new Builder(policy, rule, declared, survey, existing);
        declared.columns()
                .stream()
                .filter(column -> !rule.excluded().contains(column.name()))
                .filter(column -> !rule.constants().containsKey(column.name()))
                .forEach(builder::add);
        rule.constants().keySet().stream().sorted().forEach(builder::addConstant);
        return builder.build();
    }

    /** The pair of a source column. */
    Optional<Pair> from(String name) {
        return pairs.stream().filter(pair -> pair.constant().isEmpty() && pair.from().equals(name)).findFirst();
    }

    /** The pair that fills a sink column. */
    Optional<Pair> to(String name) {
        return pairs.stream().filter(pair -> pair.to().equals(name)).findFirst();
    }

    /** A column that only the sink has is left out anyway: a pull meets those that its push excluded. */
    private static void checkNames(TableRule rule, TableSchema declared, Optional<TableSchema> existing) {
        for (String name : rule.excluded()) {
            if (declared.column(name).isEmpty() && existing.flatMap(sink -> sink.column(name)).isEmpty()) {
                throw new Unplannable(declared.name() + " has no column " + name + " to exclude",
                        "its columns are: "
                                + String.join(", ", declared.columns().stream().map(Column::name).toList()));
            }
        }
    }

    private static final class Builder {
        /** Where a column's type holds for all its values, and where it does not. */
        private static final String TYPED = "postgresql";
        private static final String UNTYPED = "sqlite";

        private final SchemaPolicy policy;
        private final TableRule rule;
        private final TableSchema declared;
        private final Supplier<TableSchema> survey;
        private final Optional<TableSchema> existing;
        private final List<Pair> pairs = new ArrayList<>();
        private final List<String> dropped = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private Optional<TableSchema> surveyed = Optional.empty();

        Builder(SchemaPolicy policy, TableRule rule, TableSchema declared, Supplier<TableSchema> survey,
                Optional<TableSchema> existing) {
            this.policy = policy;
            this.rule = rule;
            this.declared = declared;
            this.survey = survey;
            this.existing = existing;
        }

        void add(Column column) {
            Optional<Column> inSink = existing.flatMap(sink -> sameName(sink, column.name()));
            if (inSink.isPresent()) {
                addExisting(column, inSink.get());
            } else if (existing.isEmpty() || policy == SchemaPolicy.EVOLVE) {
                ValueType type = asTime(column, surveyed(column).type(), column.name());
                pairs.add(new Pair(column.name(), column.name(), type, surveyed(column).withType(type),
                        Optional.empty()));
            } else {
                dropped.add(column.name());
            }
        }

        void addConstant(String name) {
            Value value = java.util.Objects.requireNonNull(rule.constants().get(name));
            Optional<Column> inSink = existing.flatMap(sink -> sameName(sink, name));
            Column column = inSink.orElseGet(() -> Column.of(name, typeOf(value), "").notNull());
            pairs.add(new Pair(name, column.name(), column.type(), column,
                    Optional.of(converted(value, column))));
        }

        ColumnMapping build() {
            if (declared.columns().isEmpty()) {
                throw new Unplannable(declared.name() + " has no columns", "leave it out with --exclude or tables:");
            }
            if (pairs.isEmpty()) {
                throw new Unplannable("no column of " + declared.name() + " is in the sink's table",
                        "look at the table's name (into:), or set schema: evolve");
            }
            if (!dropped.isEmpty()) {
                warnings.add("the sink's table lacks " + String.join(", ", dropped)
                        + ": left out (schema: evolve adds columns)");
            }
            return new ColumnMapping(List.copyOf(pairs), List.copyOf(warnings));
        }

        private void addExisting(Column column, Column inSink) {
            if (inSink.generation() == Generation.COMPUTED) {
                if (column.generation() != Generation.COMPUTED) {
                    warnings.add("the sink computes " + inSink.name() + " itself: the source's values are not written");
                }
                return;
            }
            ValueType type = rule.times().containsKey(inSink.name())
                    ? asTime(column, column.type(), inSink.name())
                    : keepsAsText(column, inSink) ? column.type()
                    : inSink.type();
            pairs.add(new Pair(column.name(), inSink.name(), type, inSink, Optional.empty()));
        }

        /**
         * A store without time and JSON types keeps them as text, in more than one form: they are compared by value, and
         * left as they are written there when equal (correctness rule 7). A key is found by its text alone.
         */
        private boolean keepsAsText(Column column, Column inSink) {
            boolean isByValue = switch (column.type().kind()) {
                case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, JSON -> true;
                case BOOLEAN, INT64, FLOAT64, TEXT, BYTES, DECIMAL, UUID, NATIVE -> false;
            };
            return isByValue && inSink.type().equals(ValueType.TEXT) && declared.dialect().equals(TYPED)
                    && existing.filter(sink -> sink.dialect().equals(UNTYPED) && !sink.key().contains(inSink.name()))
                            .isPresent();
        }

        /** A number that the user calls a time is an instant. */
        private ValueType asTime(Column column, ValueType otherwise, String name) {
            if (!rule.times().containsKey(column.name()) && !rule.times().containsKey(name)) {
                return otherwise;
            }
            return switch (otherwise.kind()) {
                case DATE, TIMESTAMP, TIMESTAMPTZ -> otherwise;
                case BOOLEAN, INT64, FLOAT64, TIME, TEXT, BYTES, DECIMAL, JSON, UUID, NATIVE -> ValueType.TIMESTAMPTZ;
            };
        }

        private Column surveyed(Column column) {
            TableSchema schema = surveyed.orElseGet(survey);
            surveyed = Optional.of(schema);
            return schema.column(column.name()).orElse(column);
        }

        /** Some stores tell names apart by case and some do not: an exact match first, else the only one that is alike. */
        private static Optional<Column> sameName(TableSchema sink, String name) {
            Optional<Column> exact = sink.column(name);
            if (exact.isPresent()) {
                return exact;
            }
            List<Column> alike = sink.columns().stream().filter(c -> c.name().equalsIgnoreCase(name)).toList();
            return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
        }

        private static Value converted(Value value, Column column) {
            try {
                return switch (column.type().kind()) {
                    case TEXT -> new Value.Text(value.text());
                    case INT64 -> new Value.Int64(Long.parseLong(value.text()));
                    case DECIMAL -> new Value.Decimal(new BigDecimal(value.text()).toPlainString());
                    case BOOLEAN, FLOAT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, BYTES, JSON, UUID, NATIVE ->
                            asItIs(value, column);
                };
            } catch (NumberFormatException _) {
                throw misfit(value, column);
            }
        }

        private static Value asItIs(Value value, Column column) {
            if (typeOf(value).equals(column.type())) {
                return value;
            }
            throw misfit(value, column);
        }

        private static Unplannable misfit(Value value, Column column) {
            return new Unplannable("the constant " + value.text() + " does not fit the column " + column.name() + " ("
                    + column.declaredType() + ")", "look at columns: { set: ... } and at the sink's column");
        }

        /** The type that a new column for this constant gets. */
        private static ValueType typeOf(Value value) {
            return switch (value) {
                case Value.Bool _ -> ValueType.BOOLEAN;
                case Value.Int64 _ -> ValueType.INT64;
                case Value.Float64 _ -> ValueType.FLOAT64;
                case Value.Date _ -> ValueType.DATE;
                case Value.Time _ -> ValueType.TIME;
                case Value.Timestamp _ -> ValueType.TIMESTAMP;
                case Value.TimestampTz _ -> ValueType.TIMESTAMPTZ;
                case Value.Bytes _ -> ValueType.BYTES;
                case Value.Decimal _ -> ValueType.DECIMAL;
                case Value.Json _ -> ValueType.JSON;
                case Value.Uuid _ -> ValueType.UUID;
                case Value.Native(ValueType type, _) -> type;
                case Value.Null _, Value.Text _ -> ValueType.TEXT;
            };
        }
    }
}
