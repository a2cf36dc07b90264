package dev.tidemark.benchmarks.micro;

import dev.tidemark.domain.port.Source;
import dev.tidemark.sqlite.SqliteConfig;
import dev.tidemark.sqlite.SqliteStore;
import dev.tidemark.sqlite.driver.DriverChoice;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to have a row of a SQLite file in a batch, through the adapter as a run uses it, by each driver. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(NarrativeRows.ROWS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class ReadBenchmark {
    @Param({"NATIVE", "JDBC"})
    public DriverChoice driver;
    private Source source;

    @Setup
    public void open() {
        source = new SqliteStore(SqliteConfig.of(NarrativeRows.file(), driver)).openSource();
    }

    @TearDown
    public void close() {
        source.close();
    }

    @Benchmark
    public int sqliteToBatch() throws InterruptedException {
        return NarrativeRows.read(source);
    }
}
