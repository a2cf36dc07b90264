package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.FencedStore.Fence;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/** The sink of a {@link FencedStore}. Thread-safe; what it opens is not. */
record FencedSink(Sink sink, Fence fence) implements Sink {

    @Override
    public Optional<TableSchema> describe(TableName table) {
        return sink.describe(table);
    }

    @Override
    public List<String> prepare(TablePlan plan) {
        fence.pass();
        return sink.prepare(plan);
    }

    @Override
    public List<String> ddl(TablePlan plan) {
        return sink.ddl(plan);
    }

    @Override
    public boolean mayChangeRows(TableName table) {
        return sink.mayChangeRows(table);
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        return sink.check(plan);
    }

    @Override
    public Optional<Finding> objection(TablePlan plan) {
        return sink.objection(plan);
    }

    @Override
    public boolean hasTransactions() {
        return sink.hasTransactions();
    }

    @Override
    public void expectRows() {
        sink.expectRows();
    }

    @Override
    public SinkUpserter open(WritePlan plan) {
        fence.pass();
        return new Upserter(sink.open(plan), fence);
    }

    @Override
    public Optional<BulkLoad> load(WritePlan plan) {
        fence.pass();
        return sink.load(plan).map(load -> new Load(load, fence));
    }

    @Override
    public List<String> finish(TablePlan plan, long written) {
        fence.pass();
        return sink.finish(plan, written);
    }

    @Override
    public void close() {
        sink.close();
    }

    private record Upserter(SinkUpserter upserter, Fence fence) implements SinkUpserter {

        @Override
        public UpsertOutcome upsert(RowBatch batch) throws InterruptedException {
            fence.pass();
            return upserter.upsert(batch);
        }

        @Override
        public Deletion delete(RowBatch keys) throws InterruptedException {
            fence.pass();
            return upserter.delete(keys);
        }

        @Override
        public void commit() throws InterruptedException {
            fence.pass();
            upserter.commit();
        }

        @Override
        public void close() {
            upserter.close();
        }
    }

    private record Load(BulkLoad load, Fence fence) implements BulkLoad {

        @Override
        public Optional<Refused> add(RowBatch rows) throws InterruptedException {
            fence.pass();
            return load.add(rows);
        }

        @Override
        public Optional<Refused> flush() throws InterruptedException {
            return load.flush();
        }

        @Override
        public Applied commit() throws InterruptedException {
            fence.pass();
            return load.commit();
        }

        @Override
        public void close() {
            load.close();
        }
    }
}
