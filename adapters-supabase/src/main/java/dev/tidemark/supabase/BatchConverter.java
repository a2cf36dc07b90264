package dev.tidemark.supabase;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueConversion;
import dev.tidemark.domain.schema.ValueType;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes of a batch what the sink's columns need, where the plan's types are others. */
final class BatchConverter {
    private final RowType needed;

    /**
     * @param needed the batches' columns as the table's columns need them
     */
    BatchConverter(RowType needed) {
        this.needed = needed;
    }

    /** The batch as the columns need it, or the first row that has no exact form there. */
    sealed interface Converted {
        record Batch(RowBatch rows) implements Converted {
        }

        record Not(Refused refused) implements Converted {
        }
    }

    Converted convert(RowBatch batch) {
        if (batch.type().types().equals(needed.types())) {
            return new Converted.Batch(batch);
        }
        RowBatch.Builder builder = new RowBatch.Builder(needed, batch.size());
        for (int row = 0; row < batch.size(); row++) {
            for (int column = 0; column < needed.width(); column++) {
                ValueType type = needed.types().get(column);
                if (batch.type().kind(column) == type.kind()) {
                    builder.addCell(batch, row, column);
                    continue;
                }
                Value value = batch.value(row, column);
                Optional<Value> converted = ValueConversion.convert(value, type, Filters::text);
                if (converted.isEmpty()) {
                    return new Converted.Not(new Refused(Reason.of(Reason.Kind.NOT_EXACT, needed.names().get(column)
                            + ": '" + value.text() + "' is no exact " + type), OptionalInt.of(row)));
                }
                builder.add(converted.get());
            }
            builder.endRow();
        }
        return new Converted.Batch(builder.build());
    }
}
