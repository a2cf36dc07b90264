package dev.tidemark.benchmarks.micro;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a row costs in the core: building a batch of it, joining it to another batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RowBenchmark.ROWS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RowBenchmark {
    static final int ROWS = 10_000;

    private static final RowType TYPE = new RowType(
            List.of("id", "run", "score", "latency", "model", "status", "narrative", "updated", "valid", "note"),
            List.of(ValueType.INT64, ValueType.INT64, ValueType.FLOAT64, ValueType.FLOAT64, ValueType.TEXT,
                    ValueType.TEXT, ValueType.TEXT, ValueType.TIMESTAMPTZ, ValueType.BOOLEAN, ValueType.TEXT));

    private final byte[] shortText = "completed-with-warnings".getBytes(StandardCharsets.UTF_8);
    private final byte[] longText = "the quick story agent ".repeat(9).getBytes(StandardCharsets.UTF_8);
    private final RowBatch batch = build();

    @Benchmark
    public RowBatch build() {
        RowBatch.Builder rows = new RowBatch.Builder(TYPE, ROWS);
        for (int row = 0; row < ROWS; row++) {
            rows.addSlot(row);
            rows.addSlot(row % 7);
            rows.addFloat64(row / 3.0);
            rows.addFloat64(row * 1.5);
            rows.addHeap(shortText);
            rows.addHeap(shortText);
            rows.addHeap(longText);
            rows.addSlot(1_735_689_600_000_000L + row);
            rows.addSlot(row & 1);
            rows.addNull();
            rows.endRow();
        }
        return rows.build();
    }

    @Benchmark
    public RowBatch join() {
        RowBatch.Builder rows = new RowBatch.Builder(TYPE, ROWS);
        rows.addRows(batch);
        return rows.build();
    }
}
