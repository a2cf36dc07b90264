package dev.tidemark.testkit.fake;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/** A source that fails where a test says so, and whose dead pagers insist on being dead (rule 1 of the ports). */
public record FaultySource(Source source, Faults faults) implements Source {

    @Override
    public List<TableName> tables() {
        return source.tables();
    }

    @Override
    public TableSchema describe(TableName table) {
        return source.describe(table);
    }

    @Override
    public TableSchema survey(TableName table) {
        return source.survey(table);
    }

    @Override
    public SourcePager open(ReadPlan plan, Cursor from) {
        return new Pager(source.open(plan, from), faults);
    }

    @Override
    public boolean canOrder(ReadPlan plan) {
        return source.canOrder(plan);
    }

    @Override
    public Page fetch(ReadPlan plan, RowBatch keys) throws InterruptedException {
        int nth = faults.begin(Step.FETCH);
        Page page = source.fetch(plan, keys);
        faults.end(Step.FETCH, nth);
        return page;
    }

    @Override
    public long count(ReadPlan plan) {
        return source.count(plan);
    }

    @Override
    public WatermarkBounds bounds(ReadPlan plan, String column) {
        return source.bounds(plan, column);
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        return source.check(plan);
    }

    @Override
    public void close() {
        source.close();
    }

    private static final class Pager implements SourcePager {
        private final SourcePager pager;
        private final Faults faults;
        private boolean dead;

        Pager(SourcePager pager, Faults faults) {
            this.pager = pager;
            this.faults = faults;
        }

        @Override
        public Optional<Page> next() throws InterruptedException {
            if (dead) {
                throw new IllegalStateException("a pager is read that threw before");
            }
            dead = true;
            int nth = faults.begin(Step.READ);
            Optional<Page> page = pager.next();
            page.map(Page::rows).ifPresent(faults::lookAtPage);
            faults.end(Step.READ, nth);
            dead = false;
            return page;
        }

        @Override
        public void close() {
            pager.close();
        }
    }
}
