package dev.tidemark.benchmarks.micro;

import dev.tidemark.benchmarks.data.Field;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;
import dev.tidemark.postgres.wire.CopyRowWriter;
import dev.tidemark.postgres.wire.WireColumn;
import dev.tidemark.postgres.wire.WireType;
import dev.tidemark.sqlite.SqliteConfig;
import dev.tidemark.sqlite.SqliteStore;
import dev.tidemark.supabase.wire.JsonColumn;
import dev.tidemark.supabase.wire.JsonForm;
import dev.tidemark.supabase.wire.JsonMember;
import dev.tidemark.supabase.wire.JsonRowReader;
import dev.tidemark.supabase.wire.JsonRowWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a row of a batch costs on its way out: as COPY bytes, as JSON, as a digest; and what reading JSON costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(NarrativeRows.ROWS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class WireBenchmark {
    private static final int FLUSH = 64 << 10;
    private static final int BODY = 1_000;

    private RowBatch batch;
    private RowDigest digest;
    private CopyRowWriter copy;
    private JsonRowWriter json;
    private List<JsonColumn> columns;
    private byte[][] bodies;

    @Setup
    public void prepare() throws InterruptedException {
        try (Source source = new SqliteStore(SqliteConfig.of(NarrativeRows.file())).openSource()) {
            batch = NarrativeRows.batch(source);
        }
        List<Field> fields = NarrativeRows.table().fields();
        digest = new RowDigest(batch.type(), IntStream.range(0, fields.size()).toArray());
        copy = new CopyRowWriter(IntStream.range(0, fields.size()).mapToObj(i -> wire(i, fields.get(i))).toList(),
                false);
        json = new JsonRowWriter(IntStream.range(0, fields.size()).mapToObj(i -> member(i, fields.get(i))).toList());
        columns = IntStream.range(0, fields.size())
                .mapToObj(i -> JsonColumn.of(fields.get(i).name(), batch.type().types().get(i))).toList();
        List<byte[]> written = new ArrayList<>();
        for (int row = 0; row < NarrativeRows.ROWS; row += BODY) {
            json.clear();
            for (int i = row; i < row + BODY; i++) {
                json.row(batch, i);
            }
            written.add(json.toBytes());
        }
        bodies = written.toArray(byte[][]::new);
    }

    private static WireColumn wire(int i, Field field) {
        WireType type = switch (field.kind()) {
            case INTEGER -> WireType.INT8;
            case REAL -> WireType.FLOAT8;
            case TEXT -> WireType.TEXT;
            case BOOLEAN -> WireType.BOOL;
            case TIME -> WireType.TIMESTAMPTZ;
        };
        return new WireColumn(i, field.name(), type.name(), type, -1, WireColumn.UNLIMITED, false, 1);
    }

    private static JsonMember member(int i, Field field) {
        JsonForm form = switch (field.kind()) {
            case INTEGER -> JsonForm.BIGINT;
            case REAL -> JsonForm.DOUBLE;
            case TEXT -> JsonForm.TEXT;
            case BOOLEAN -> JsonForm.BOOLEAN;
            case TIME -> JsonForm.TIMESTAMPTZ;
        };
        return new JsonMember(i, field.name(), form.name(), form, JsonMember.UNLIMITED, false);
    }

    @Benchmark
    public long batchToCopyBytes() {
        long bytes = 0;
        copy.clear();
        for (int row = 0; row < NarrativeRows.ROWS; row++) {
            if (copy.row(batch, row) != null) {
                throw new IllegalStateException("refused");
            }
            if (copy.length() >= FLUSH) {
                bytes += copy.length();
                copy.clear();
            }
        }
        return bytes;
    }

    @Benchmark
    public long digest() {
        long sum = 0;
        for (int row = 0; row < NarrativeRows.ROWS; row++) {
            digest.of(batch, row);
            sum += digest.low();
        }
        return sum;
    }

    @Benchmark
    public long batchToJson() {
        long bytes = 0;
        for (int row = 0; row < NarrativeRows.ROWS; row++) {
            if (row % BODY == 0) {
                bytes += json.length();
                json.clear();
            }
            if (json.row(batch, row) != null) {
                throw new IllegalStateException("refused");
            }
        }
        return bytes;
    }

    @Benchmark
    public int jsonToBatch() throws IOException {
        int rows = 0;
        for (byte[] body : bodies) {
            RowBatch.Builder out = new RowBatch.Builder(batch.type(), BODY);
            JsonRowReader reader = new JsonRowReader(new ByteArrayInputStream(body), columns);
            while (reader.read(out)) {
                rows++;
            }
            out.build();
        }
        if (rows != NarrativeRows.ROWS) {
            throw new IllegalStateException(rows + " rows");
        }
        return rows;
    }
}
