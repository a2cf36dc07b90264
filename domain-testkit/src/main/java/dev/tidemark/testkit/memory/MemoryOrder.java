package dev.tidemark.testkit.memory;

import dev.tidemark.domain.row.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How this store orders values: NULL last, text and bytes by their bytes, everything else by value. */
final class MemoryOrder {
    static final Comparator<Value> VALUES = MemoryOrder::compare;
    static final Comparator<List<Value>> LISTS = (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private MemoryOrder() {
    }

    private static int compare(Value left, Value right) {
        if (left instanceof Value.Null || right instanceof Value.Null) {
            return Boolean.compare(left instanceof Value.Null, right instanceof Value.Null);
        }
        return switch (left) {
            case Value.Bool(boolean bool) when right instanceof Value.Bool(boolean other) ->
                    Boolean.compare(bool, other);
            case Value.Int64(long number) when right instanceof Value.Int64(long other) -> Long.compare(number, other);
            case Value.Float64(double number) when right instanceof Value.Float64(double other) ->
                    Double.compare(number, other);
            case Value.Date(long days) when right instanceof Value.Date(long other) -> Long.compare(days, other);
            case Value.Time(long micros) when right instanceof Value.Time(long other) -> Long.compare(micros, other);
            case Value.Timestamp(long micros) when right instanceof Value.Timestamp(long other) ->
                    Long.compare(micros, other);
            case Value.TimestampTz(long micros) when right instanceof Value.TimestampTz(long other) ->
                    Long.compare(micros, other);
            case Value.Decimal(String digits) when right instanceof Value.Decimal(String other) ->
                    new BigDecimal(digits).compareTo(new BigDecimal(other));
            case Value.Bytes(byte[] bytes) when right instanceof Value.Bytes(byte[] other) ->
                    Arrays.compareUnsigned(bytes, other);
            default -> Arrays.compareUnsigned(left.text().getBytes(StandardCharsets.UTF_8),
                    right.text().getBytes(StandardCharsets.UTF_8));
        };
    }
}
