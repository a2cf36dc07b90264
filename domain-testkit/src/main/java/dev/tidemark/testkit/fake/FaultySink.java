package dev.tidemark.testkit.fake;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/** A sink that fails where a test says so, and whose dead upserters insist on being dead (rule 1 of the ports). */
public record FaultySink(Sink sink, Faults faults) implements Sink {

    @Override
    public Optional<TableSchema> describe(TableName table) {
        return sink.describe(table);
    }

    @Override
    public List<String> prepare(TablePlan plan) {
        int nth = faults.begin(Step.PREPARE);
        List<String> warnings = sink.prepare(plan);
        faults.end(Step.PREPARE, nth);
        return warnings;
    }

    @Override
    public List<String> ddl(TablePlan plan) {
        return sink.ddl(plan);
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        return sink.check(plan);
    }

    @Override
    public boolean mayChangeRows(TableName table) {
        return sink.mayChangeRows(table);
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
    public SinkUpserter open(WritePlan plan) {
        return new Upserter(sink.open(plan), faults);
    }

    @Override
    public Optional<BulkLoad> load(WritePlan plan) {
        return sink.load(plan).map(load -> new FaultyLoad(load, faults));
    }

    @Override
    public List<String> finish(TablePlan plan, long written) {
        int nth = faults.begin(Step.FINISH);
        List<String> warnings = sink.finish(plan, written);
        faults.end(Step.FINISH, nth);
        return warnings;
    }

    @Override
    public void close() {
        sink.close();
    }

    private static final class Upserter implements SinkUpserter {
        private final SinkUpserter upserter;
        private final Faults faults;
        private boolean dead;

        Upserter(SinkUpserter upserter, Faults faults) {
            this.upserter = upserter;
            this.faults = faults;
        }

        @Override
        public UpsertOutcome upsert(RowBatch batch) throws InterruptedException {
            int nth = begin(Step.UPSERT);
            faults.lookAtBatch(batch);
            UpsertOutcome outcome = upserter.upsert(batch);
            end(Step.UPSERT, nth);
            return outcome;
        }

        @Override
        public Deletion delete(RowBatch keys) throws InterruptedException {
            int nth = begin(Step.DELETE);
            Deletion deletion = upserter.delete(keys);
            end(Step.DELETE, nth);
            return deletion;
        }

        @Override
        public void commit() throws InterruptedException {
            int nth = begin(Step.COMMIT);
            upserter.commit();
            end(Step.COMMIT, nth);
        }

        /** Dead until the step has come to its end. */
        private int begin(Step step) {
            if (dead) {
                throw new IllegalStateException("an upserter is used that threw before");
            }
            dead = true;
            return faults.begin(step);
        }

        private void end(Step step, int nth) {
            faults.end(step, nth);
            dead = false;
        }

        @Override
        public void close() {
            upserter.close();
        }
    }
}
