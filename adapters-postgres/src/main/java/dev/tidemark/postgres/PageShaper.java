package dev.tidemark.postgres;

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
 * Makes the page that the plan asks for of the rows that the statement gave: other types, constants, fewer columns. Where
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
     * @param unreadable by row, the text of a time that no slot holds, and its field
     */
    Page page(RowBatch read, Map<Integer, Unreadable> unreadable, Cursor end) {
        if (shape.isPlain() && unreadable.isEmpty()) {
            return new Page(read, List.of(), end);
        }
        List<Reject> rejects = new ArrayList<>();
        RowBatch.Builder builder = new RowBatch.Builder(wanted, read.size());
        for (int row = 0; row < read.size(); row++) {
            Unreadable trouble = unreadable.get(row);
            Reason reason = trouble == null ? add(read, row, builder) : trouble.reason();
            if (reason == null) {
                builder.endRow();
            } else {
                builder.dropRow();
                rejects.add(new Reject(reason, key(read, row), Optional.of(original(read, row, trouble))));
            }
        }
        return new Page(builder.build(), rejects, end);
    }

    /** A time beyond the range of a slot. */
    record Unreadable(int field, String name, String text) {
        Reason reason() {
            return Reason.of(Reason.Kind.NOT_EXACT, name + ": " + text + " is beyond the times that Tidemark carries");
        }
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
                Optional<Value> converted = ValueConversion.convert(value, type, PostgresSql::text);
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

    private String key(RowBatch read, int row) {
        List<String> cells = shape.place()
                .stream()
                .map(field -> shape.fields().get(field).name() + "=" + read.value(row, field).text())
                .toList();
        return String.join(", ", cells);
    }

    /** The row as the table holds it. */
    private Row original(RowBatch read, int row, @Nullable Unreadable trouble) {
        List<ValueType> types = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int column = 0; column < wanted.width(); column++) {
            int field = shape.stored()[column];
            if (field < 0) {
                types.add(wanted.types().get(column));
                values.add(((ReadColumn.Constant) plan.columns().get(column)).value());
            } else if (trouble != null && trouble.field() == field) {
                types.add(ValueType.TEXT);
                values.add(new Value.Text(trouble.text()));
            } else {
                types.add(read.type().types().get(field));
                values.add(read.value(row, field));
            }
        }
        return new Row(new RowType(wanted.names(), types), values);
    }
}
