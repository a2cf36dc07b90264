package dev.tidemark.supabase;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueConversion;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the page that the plan asks for of the rows that the answer gave: other types, constants, fewer columns. Where
 * nothing is to be done the rows pass as they are.
 */
final class PageShaper {
    private final ReadShape shape;
    private final ReadPlan plan;
    private final RowType wanted;

    PageShaper(ReadShape shape) {
        this.shape = shape;
        this.plan = shape.plan();
        this.wanted = plan.rowType();
    }

    /**
     * @param unreadable by row, the values that their cells cannot hold by their fields
     */
    Page page(RowBatch read, Map<Integer, Map<Integer, Value>> unreadable, Cursor end) {
        if (shape.isPlain() && unreadable.isEmpty()) {
            return new Page(read, List.of(), end);
        }
        List<Reject> rejects = new ArrayList<>();
        RowBatch.Builder builder = new RowBatch.Builder(wanted, read.size());
        for (int row = 0; row < read.size(); row++) {
            Map<Integer, Value> trouble = unreadable.getOrDefault(row, Map.of());
            Reason reason = trouble.isEmpty() ? add(read, row, builder) : unreadable(trouble);
            if (reason == null) {
                builder.endRow();
            } else {
                builder.dropRow();
                rejects.add(new Reject(reason, key(read, row, trouble), Optional.of(original(read, row, trouble))));
            }
        }
        return new Page(builder.build(), rejects, end);
    }

    /** A time that is too far away, a number in a column of dates. */
    private Reason unreadable(Map<Integer, Value> trouble) {
        return trouble.entrySet().stream().findFirst().map(first -> {
            ReadShape.Field field = shape.fields().get(first.getKey());
            return Reason.of(Reason.Kind.NOT_EXACT,
                    field.name() + ": " + first.getValue().text() + " is no exact " + field.type());
        }).orElseThrow();
    }

    private @Nullable Reason add(RowBatch read, int row, RowBatch.Builder builder) {
        for (int column = 0; column < wanted.width(); column++) {
            ValueType type = wanted.types().get(column);
            int field = shape.stored()[column];
            if (field < 0) {
                builder.add(((ReadColumn.Constant) plan.columns().get(column)).value());
            } else if (read.type().kind(field) == type.kind()) {
                builder.addCell(read, row, field);
            } else {
                Value value = read.value(row, field);
                Optional<Value> converted = ValueConversion.convert(value, type, Filters::text);
                if (converted.isEmpty()) {
                    return Reason.of(Reason.Kind.NOT_EXACT,
                            wanted.names().get(column) + ": " + value.text() + " of type "
                                    + shape.fields().get(field).type() + " is no exact " + type);
                }
                builder.add(converted.get());
            }
        }
        return null;
    }

    private String key(RowBatch read, int row, Map<Integer, Value> trouble) {
        List<String> cells = shape.place()
                .stream()
                .map(field -> shape.fields().get(field).name() + "="
                        + trouble.getOrDefault(field, read.value(row, field)).text())
                .toList();
        return String.join(", ", cells);
    }

    /** The row as the table holds it. */
    private Row original(RowBatch read, int row, Map<Integer, Value> trouble) {
        List<ValueType> types = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int column = 0; column < wanted.width(); column++) {
            int field = shape.stored()[column];
            if (field < 0) {
                types.add(wanted.types().get(column));
                values.add(((ReadColumn.Constant) plan.columns().get(column)).value());
            } else if (trouble.get(field) instanceof Value value) {
                types.add(typeOf(value));
                values.add(value);
            } else {
                types.add(read.type().types().get(field));
                values.add(read.value(row, field));
            }
        }
        return new Row(new RowType(wanted.names(), types), values);
    }

    private static ValueType typeOf(Value value) {
        return switch (value) {
            case Value.Bool _ -> ValueType.BOOLEAN;
            case Value.Decimal _ -> ValueType.DECIMAL;
            case Value.Json _ -> ValueType.JSON;
            case Value.Null _, Value.Int64 _, Value.Float64 _, Value.Date _, Value.Time _, Value.Timestamp _, Value.TimestampTz _, Value.Text _, Value.Bytes _, Value.Uuid _, Value.Native _ ->
                    ValueType.TEXT;
        };
    }
}
